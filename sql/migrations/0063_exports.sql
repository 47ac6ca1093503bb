-- Every list can be taken away, and the whole file of one person: what an export counts is not always people.
alter table exports rename column people to total;

-- the payload says which list it is of, and its filters in words
update outbox
set kind = 'export', payload = payload || '{"list": "personnel", "said": ""}'
where kind = 'personnel.export';
