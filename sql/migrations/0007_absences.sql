-- A row of `absences` is one stay away from work that was granted or noted; a cancelled one keeps its row.

create table absence_types (
  code      text primary key,
  label     text not null,
  counting  text not null check (counting in ('working', 'calendar')),
  -- a reason of health or of private life, shown only to those who may read it; several types are one then, or the
  -- missing name would tell that somebody is ill
  personal  boolean not null default false,
  rank      int not null unique
);

insert into absence_types (code, label, counting, personal, rank) values
  ('conge_annuel', 'Congé annuel', 'calendar', false, 1),
  ('permission', 'Permission', 'working', true, 2),
  ('maladie', 'Maladie', 'calendar', true, 3),
  ('maternite', 'Maternité', 'calendar', true, 4),
  ('paternite', 'Paternité', 'calendar', true, 5),
  ('formation', 'Formation', 'working', false, 6),
  ('mission', 'Mission', 'working', false, 7),
  ('injustifiee', 'Absence injustifiée', 'working', false, 8);

create table public_holidays (
  day    date primary key,
  label  text not null
);

create table absences (
  id            uuid primary key default uuidv7(),
  person_id     uuid not null references personnel,
  type          text not null references absence_types,
  starts_on     date not null,
  ends_on       date not null,
  cancelled_at  timestamptz,
  created_at    timestamptz not null default now(),
  check (ends_on >= starts_on),
  constraint absences_do_not_overlap exclude using gist (person_id with =, daterange(starts_on, ends_on, '[]') with &&)
    where (cancelled_at is null)
);

create index absences_by_person on absences (person_id, starts_on desc);
create index absences_by_end on absences (ends_on, starts_on) where cancelled_at is null;

-- Mondays to Fridays from 1 January 1900, a Monday, up to a day: two of them subtracted count an interval without walking it.
create function weekdays_through(day date) returns int
  language sql immutable strict parallel safe
  return ((day - date '1900-01-01') / 7) * 5 + least((day - date '1900-01-01') % 7, 4) + 1;

-- Days of an absence between two dates, both included: calendar days, or Monday to Friday without public holidays.
create function absence_days(counting text, starts_on date, ends_on date) returns int
  language sql stable parallel safe
  return case
    when ends_on < starts_on then 0
    when counting = 'calendar' then ends_on - starts_on + 1
    else weekdays_through(ends_on) - weekdays_through(starts_on - 1) - (
      select count(*)::int
      from public_holidays h
      where h.day between starts_on and ends_on and extract(isodow from h.day) < 6
    )
  end;

-- Days away per person and calendar year, kept by the write so that a list reads one row per person.
create table absence_totals (
  person_id  uuid not null references personnel on delete cascade,
  year       int not null,
  days       int not null,
  primary key (person_id, year)
);

create function absence_totals_recount(people uuid[]) returns void language sql as $$
  delete from absence_totals where person_id = any (people);
  insert into absence_totals (person_id, year, days)
  select a.person_id, y.year,
         sum(absence_days(t.counting, greatest(a.starts_on, make_date(y.year, 1, 1)), least(a.ends_on, make_date(y.year, 12, 31))))
  from absences a
  join absence_types t on t.code = a.type
  cross join lateral generate_series(extract(year from a.starts_on)::int, extract(year from a.ends_on)::int) as y (year)
  where a.person_id = any (people) and a.cancelled_at is null
  group by a.person_id, y.year;
$$;

create function absences_written() returns trigger language plpgsql as $$
begin
  -- two writes about one person at once: the second counts after the first has committed
  perform from personnel where id in (select person_id from written) order by id for no key update;
  perform absence_totals_recount(array(select distinct person_id from written));
  return null;
end $$;

create trigger absences_inserted after insert on absences
  referencing new table as written for each statement execute function absences_written();
create trigger absences_updated after update on absences
  referencing new table as written for each statement execute function absences_written();
create trigger absences_deleted after delete on absences
  referencing old table as written for each statement execute function absences_written();
