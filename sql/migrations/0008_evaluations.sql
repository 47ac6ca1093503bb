-- A row of `evaluations` is the yearly appraisal of one person: five marks out of 20 and their weighted mean.

create table evaluation_weights (
  valid_from   date primary key,
  technical    int not null check (technical >= 0),
  organisation int not null check (organisation >= 0),
  initiative   int not null check (initiative >= 0),
  diligence    int not null check (diligence >= 0),
  relations    int not null check (relations >= 0),
  check (technical + organisation + initiative + diligence + relations > 0)
);

insert into evaluation_weights values (date '2000-01-01', 30, 20, 20, 15, 15);

create table evaluations (
  id            uuid primary key default uuidv7(),
  person_id     uuid not null references personnel,
  year          int not null check (year between 1980 and 2100),
  technical     numeric(4, 2) not null check (technical between 0 and 20),
  organisation  numeric(4, 2) not null check (organisation between 0 and 20),
  initiative    numeric(4, 2) not null check (initiative between 0 and 20),
  diligence     numeric(4, 2) not null check (diligence between 0 and 20),
  relations     numeric(4, 2) not null check (relations between 0 and 20),
  state         text not null check (state in ('brouillon', 'transmise', 'validee', 'contestee', 'arbitree')),
  comment       text check (length(comment) <= 4000),
  final_mark    numeric(4, 2) not null,
  created_at    timestamptz not null default now(),
  unique (person_id, year)
);

create index evaluations_contested on evaluations (person_id) where state = 'contestee';
create index evaluations_by_year on evaluations (year, person_id);

-- The weighted mean, with the weights in force on 31 December of the year evaluated.
create function evaluations_keep() returns trigger language plpgsql as $$
declare w evaluation_weights;
begin
  select * into strict w from evaluation_weights
  where valid_from <= make_date(new.year, 12, 31) order by valid_from desc limit 1;
  new.final_mark := round(
    (new.technical * w.technical + new.organisation * w.organisation + new.initiative * w.initiative
      + new.diligence * w.diligence + new.relations * w.relations)
    / (w.technical + w.organisation + w.initiative + w.diligence + w.relations), 2);
  return new;
end $$;

create trigger evaluations_keep before insert or update on evaluations
  for each row execute function evaluations_keep();

-- Settled marks (validated or arbitrated) per person, kept by the write so that a list reads one row per person.
create table evaluation_totals (
  person_id  uuid primary key references personnel on delete cascade,
  marks      int not null,
  average    numeric(4, 2) not null
);

create function evaluations_written() returns trigger language plpgsql as $$
begin
  -- two writes about one person at once: the second counts after the first has committed
  perform from personnel where id in (select person_id from written) order by id for no key update;
  delete from evaluation_totals where person_id in (select person_id from written);
  insert into evaluation_totals (person_id, marks, average)
  select person_id, count(*), round(avg(final_mark), 2)
  from evaluations
  where person_id in (select person_id from written) and state in ('validee', 'arbitree')
  group by person_id;
  return null;
end $$;

create trigger evaluations_inserted after insert on evaluations
  referencing new table as written for each statement execute function evaluations_written();
create trigger evaluations_updated after update on evaluations
  referencing new table as written for each statement execute function evaluations_written();
create trigger evaluations_deleted after delete on evaluations
  referencing old table as written for each statement execute function evaluations_written();
