-- What a life of units and of grades leaves: when a unit was opened and closed, and periods of referentials that are never rewritten.

-- `rank`: its place among its siblings, before the alphabet. `merged_into`: where its people went. Nothing closed is ever removed.
alter table units
  add column opened_on    date,
  add column closed_on    date,
  add column rank         int not null default 0 check (rank between 0 and 999),
  add column version      int not null default 1,
  add column merged_into  bigint references units,
  add constraint units_closed_after_opening check (closed_on >= opened_on),
  add constraint units_root_open check (parent_id is not null or closed_on is null),
  add constraint units_merged_closed check (merged_into is null or closed_on is not null);

create index units_by_chief on units (chief_id) where chief_id is not null;
create index user_roles_by_unit on user_roles (unit_id) where unit_id is not null;
create index career_events_by_unit on career_events (unit_id) where unit_id is not null;

-- Two moves at once may together make a circle that neither makes alone: they come one after the other, and each looks then.
create function units_tree() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('units', 0));
  if new.parent_id in (select subtree(new.id)) then
    raise exception 'unit % would be below itself', new.code using errcode = 'check_violation', constraint = 'units_no_cycle';
  end if;
  return new;
end $$;

create trigger units_tree before update of parent_id on units
  for each row when (new.parent_id is distinct from old.parent_id) execute function units_tree();

-- Nobody and nothing stands in a closed unit: whoever comes holds its row, so that it is not closed meanwhile.
create function unit_is_closed(unit bigint) returns boolean language plpgsql as $$
declare
  closed date;
begin
  select closed_on into closed from units where id = unit for key share;
  return closed is not null;
end $$;

create function units_open() returns trigger language plpgsql as $$
begin
  if new.closed_on is null and new.parent_id is not null and unit_is_closed(new.parent_id) then
    raise exception 'unit % would stand in a closed one', new.code using errcode = 'check_violation', constraint = 'units_open_parent';
  end if;
  if new.closed_on is not null and (
    exists (select from units where parent_id = new.id and closed_on is null)
    or exists (select from personnel where unit_id = new.id and (left_on is null or left_on > current_date))
  ) then
    raise exception 'unit % is in use', new.code using errcode = 'check_violation', constraint = 'units_closed_empty';
  end if;
  return new;
end $$;

create trigger units_open before insert or update of parent_id, closed_on on units
  for each row execute function units_open();

create function personnel_in_open_unit() returns trigger language plpgsql as $$
begin
  if (new.left_on is null or new.left_on > current_date) and unit_is_closed(new.unit_id) then
    raise exception 'unit % is closed', new.unit_id using errcode = 'check_violation', constraint = 'personnel_unit_open';
  end if;
  return new;
end $$;

create trigger personnel_in_open_unit before insert or update of unit_id, left_on on personnel
  for each row execute function personnel_in_open_unit();

-- How many échelons a class has, from a day on.
create table class_echelons (
  class       text not null references grade_classes,
  valid_from  date not null,
  echelons    int not null check (echelons between 1 and 10),
  primary key (class, valid_from)
);

insert into class_echelons (class, valid_from, echelons) select code, date '2000-01-01', echelons from grade_classes;
alter table grade_classes drop column echelons;

create function echelons_on(class_code text, day date) returns int
  language sql stable strict parallel safe
  begin atomic
    select echelons from class_echelons where class = class_code and valid_from <= day order by valid_from desc limit 1;
  end;

create function points_on(grade_code text, class_code text, step int, day date) returns int
  language sql stable strict parallel safe
  begin atomic
    select points from index_grid
    where grade = grade_code and class = class_code and echelon = step and valid_from <= day
    order by valid_from desc
    limit 1;
  end;

create function age_limit_on(grade_code text, day date) returns int
  language sql stable strict parallel safe
  begin atomic
    select age from retirement_limits where grade = grade_code and valid_from <= day order by valid_from desc limit 1;
  end;

-- What was in force stays as it was: a period is added or, before it begins, withdrawn. One that begins today or earlier only
-- where nothing can have followed from what was in force then.
create function periods_are_kept() returns trigger language plpgsql as $$
declare
  held boolean;
begin
  if tg_op = 'UPDATE' then
    raise exception 'periods are not rewritten' using errcode = 'insufficient_privilege';
  end if;
  if tg_op = 'DELETE' then
    if old.valid_from <= current_date then
      raise exception 'a period that has begun is kept' using errcode = 'insufficient_privilege';
    end if;
    return old;
  end if;
  if new.valid_from > current_date then
    return new;
  elsif tg_argv[0] = 'class' then
    held := exists (select from personnel where class = new.class) or exists (select from career_events where class = new.class);
  else
    held := exists (select from personnel where grade = new.grade) or exists (select from career_events where grade = new.grade);
  end if;
  if held then
    raise exception 'the past is not rewritten' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;

create trigger periods_are_kept before insert or update or delete on index_grid
  for each row execute function periods_are_kept('grade');
create trigger periods_are_kept before insert or update or delete on retirement_limits
  for each row execute function periods_are_kept('grade');
create trigger periods_are_kept before insert or update or delete on class_echelons
  for each row execute function periods_are_kept('class');

-- A limit takes effect on its day, by the clock (src/grades): no statement on the limits changes what follows from them at once.
drop trigger retirement_limits_changed on retirement_limits;
drop function retirement_limits_changed();

-- What only follows from a referential is nobody's change to the file: the forms that are open on it stay good.
create or replace function personnel_keep() returns trigger language plpgsql as $$
begin
  new.retirement_on := retirement_date(new.birth_date, new.grade);
  if new.retirement_on is null then
    raise exception 'no retirement limit for grade %', new.grade using errcode = 'check_violation';
  end if;
  if tg_op = 'UPDATE' and current_setting('mppeep.derived', true) is distinct from 'yes' then
    new.version := old.version + 1;
    new.updated_at := now();
  end if;
  return new;
end $$;
