-- What agents ask to have corrected in their own file, and what was decided.

-- A row of `correction_proofs` is a file that shows that what is asked is so, as it is kept: pictures are drawn anew before.
create table correction_proofs (
  id        uuid primary key default uuidv7(),
  name      text not null check (length(name) between 1 and 130),
  type      text not null check (type in ('application/pdf', 'image/jpeg', 'image/png')),
  bytes     bytea not null check (length(bytes) between 1 and 67108864),
  hash      bytea not null check (hash = sha256(bytes)),
  added_at  timestamptz not null default now()
);

-- It is compressed already.
alter table correction_proofs alter column bytes set storage external;

-- A row of `corrections` is one request of one person about their own file. `before` and `after` have the fields asked for
-- and no other, as they stood then and as they should be.
create table corrections (
  id          uuid primary key default uuidv7(),
  person_id   uuid not null references personnel,
  asked_by    uuid not null references users,
  asked_at    timestamptz not null default now(),
  before      jsonb not null,
  after       jsonb not null check (after <> '{}'),
  note        text check (length(note) between 1 and 300),
  proof_id    uuid references correction_proofs on delete set null,
  state       text not null default 'en_attente' check (state in ('en_attente', 'acceptee', 'refusee', 'retiree')),
  decided_at  timestamptz,
  decided_by  uuid references users,
  reason      text check (length(reason) between 3 and 300),
  constraint corrections_ended check ((state = 'en_attente') = (decided_at is null)),
  constraint corrections_decided check ((state in ('acceptee', 'refusee')) = (decided_by is not null)),
  constraint corrections_reason check ((state = 'refusee') = (reason is not null)),
  constraint corrections_not_by_oneself check (decided_by <> asked_by)
);

create index corrections_by_state on corrections (state, id);
create index corrections_by_person on corrections (person_id, id);

-- A row of `open_corrections` is a field of a file about which somebody waits for a decision: one request at a time.
create table open_corrections (
  person_id      uuid not null references personnel,
  field          text not null
                 check (field in ('phone', 'otherPhone', 'maritalStatus', 'children', 'address', 'poBox')),
  correction_id  uuid not null references corrections on delete cascade,
  primary key (person_id, field)
);

create index open_corrections_by_correction on open_corrections (correction_id);
