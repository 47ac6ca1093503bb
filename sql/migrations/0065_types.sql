-- What the house decides itself: kinds of paper.

-- A row of `document_types` is changed by whoever keeps the referentials; what was used is retired, and stays on the papers that it
-- names. `validity_months`: how long such a paper is good from its day of issue. `alert_days`: how long before its end it is announced.
alter table document_types
  add column version          int not null default 1,
  add column validity_months  int check (validity_months between 1 and 600),
  add column alert_days       int[] not null default '{90,30,7}' check (alert_days <@ '{90,30,7}'),
  add column retired_on       date,
  -- the program itself names it: it may be retired, not removed
  add column lasting          boolean not null default false,
  add constraint document_types_label unique (label);

update document_types set lasting = true;

-- `opened_on`, `closed_on`: from which day on there is a grade, and from which day on there is none. Once its end is decided nobody
-- new is given it. A rank makes room for another in one statement.
alter table grades
  add column opened_on  date not null default '2000-01-01',
  add column closed_on  date,
  add constraint grades_closed_after_opening check (closed_on > opened_on),
  drop constraint grades_rank_key,
  add constraint grades_rank_key unique (rank) deferrable;

-- What a grade was stays as it was: its end is decided, or given up, before its day.
create function grades_are_kept() returns trigger language plpgsql as $$
begin
  if (new.code, new.category, new.opened_on) is distinct from (old.code, old.category, old.opened_on)
    or old.closed_on <= current_date
    or new.closed_on <= current_date and new.closed_on is distinct from old.closed_on then
    raise exception 'the past of a grade is not rewritten' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;

create trigger grades_are_kept before update of code, category, opened_on, closed_on on grades
  for each row execute function grades_are_kept();

-- Whoever is given a grade holds its row, so that no end of it is decided meanwhile.
create function personnel_in_open_grade() returns trigger language plpgsql as $$
declare
  held grades;
begin
  select * into held from grades where code = new.grade for key share;
  if held.opened_on > current_date or (held.closed_on is not null and (new.left_on is null or new.left_on > held.closed_on)) then
    raise exception 'grade % is not open', new.grade using errcode = 'check_violation', constraint = 'personnel_grade_open';
  end if;
  return new;
end $$;

-- By their names they come before `personnel_keep`, which says less of what is wrong.
create trigger personnel_given_grade before insert on personnel
  for each row execute function personnel_in_open_grade();
create trigger personnel_given_other_grade before update of grade, left_on on personnel
  for each row when ((new.grade, new.left_on) is distinct from (old.grade, old.left_on))
  execute function personnel_in_open_grade();

-- A row of `unit_ends` is the end of a unit, decided for a day to come: closed, or merged into another. The clock does it on its day,
-- looks again then, and tries again as long as something stands against it. Nothing of it stays when it is done or given up, but the
-- lines of the journal.
create table unit_ends (
  unit_id          bigint primary key references units,
  on_day           date not null,
  merged_into      bigint references units check (merged_into <> unit_id),
  decision_number  text check (length(decision_number) between 1 and 60),
  decided_by       uuid references users,
  decided_at       timestamptz not null default now(),
  -- what stood against it the last time, as it was told
  obstacle         text
);

create index unit_ends_by_day on unit_ends (on_day);
