-- A row of `leave_ledger` is a number of days of annual leave that somebody gained or used in a year. Nothing is ever changed
-- here: what turns out wrong is put right by another row, and the balance is the sum.
create table leave_ledger (
  id          bigint generated always as identity primary key,
  person_id   uuid not null references personnel,
  year        int not null check (year between 1950 and 2150),
  kind        text not null check (kind in ('droit', 'pris', 'report', 'correction')),
  -- gained above zero, used below
  days        numeric(5, 1) not null check (days <> 0 and days * 2 = trunc(days * 2)),
  reason      text not null check (length(reason) between 3 and 300),
  created_at  timestamptz not null default now()
);

create index leave_ledger_by_person on leave_ledger (person_id, year);

create function leave_ledger_is_kept() returns trigger language plpgsql as $$
begin
  raise exception 'the ledger of leave is append-only' using errcode = 'insufficient_privilege';
end $$;

create trigger leave_ledger_is_kept before update or delete or truncate on leave_ledger
  for each statement execute function leave_ledger_is_kept();
