-- The truth of a post is its acts: what a career says on any day, and a copy of what it says today in each file.

-- `replaces`: the act that this one corrects. What is withdrawn (corrected or cancelled) is in force no more, and stays.
alter table career_events
  drop constraint career_events_kind_check,
  add constraint career_events_kind_check check (kind in (
    'nomination', 'avancement_echelon', 'avancement_classe', 'promotion', 'affectation', 'fonction',
    'position', 'sanction', 'depart', 'reintegration', 'retraite')),
  add column job_title         text check (length(job_title) between 1 and 120),
  add column document_id       uuid references documents,
  add column batch_id          uuid,
  add column recorded_by       uuid references users,
  add column replaces          uuid unique references career_events,
  add column withdrawn_at      timestamptz,
  add column withdrawn_by      uuid references users,
  add column withdrawn_reason  text check (length(withdrawn_reason) between 3 and 300),
  add constraint career_events_step_whole check (num_nulls(grade, class, echelon) in (0, 3)),
  add constraint career_events_withdrawn_with_reason check ((withdrawn_at is null) = (withdrawn_reason is null));

create index career_events_by_batch on career_events (batch_id) where batch_id is not null;
create index career_events_by_document on career_events (document_id) where document_id is not null;

-- Since when the step is held: what the next advancement is counted from.
alter table personnel add column echelon_since date;
create index personnel_by_echelon_since on personnel (echelon_since, id);

-- What the files said until now is what the first act said, where no other act says it.
insert into career_events (person_id, kind, effective_on, unit_id, grade, class, echelon, position, note)
select p.id, 'nomination', p.started_on, p.unit_id, p.grade, p.class, p.echelon, p.position, 'Reprise du dossier'
from personnel p
where not exists (select from career_events e where e.person_id = p.id and e.kind = 'nomination');

update career_events e set job_title = p.job_title
from personnel p
where p.id = e.person_id and e.kind = 'nomination' and p.job_title is not null;

insert into career_events (person_id, kind, effective_on, note)
select p.id, 'depart', p.left_on, p.left_reason
from personnel p
where p.left_on is not null
  and not exists (select from career_events e where e.person_id = p.id and e.kind in ('depart', 'retraite') and e.effective_on = p.left_on);

-- What is written stays written; an act is only ever withdrawn, once, and given its scan.
create function career_events_are_kept() returns trigger language plpgsql as $$
declare
  later constant text[] := array['document_id', 'withdrawn_at', 'withdrawn_by', 'withdrawn_reason'];
begin
  if tg_op = 'DELETE' or old.withdrawn_at is not null or (to_jsonb(new) - later) is distinct from (to_jsonb(old) - later) then
    raise exception 'acts of a career are not rewritten' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;

create trigger career_events_are_kept before update or delete on career_events
  for each row execute function career_events_are_kept();

-- What the acts in force on a day say of somebody: of each thing the last one, by its day, then by its entry. Null where none says it.
-- A departure that is decided shows at once with its day, unless somebody was back since. `present_said`: whether any act is about that.
create function career_of(person uuid, day date) returns table (
  unit_id bigint, grade text, class text, echelon int, echelon_since date, "position" text, job_title text, titled boolean,
  left_on date, left_reason text, present_said boolean)
  language sql stable parallel safe
  begin atomic
    select
      acts.unit_id, (acts.step).grade, (acts.step).class, (acts.step).echelon, (acts.step).effective_on, acts.position,
      (acts.title).job_title, (acts.title).id is not null,
      case when (acts.presence).kind in ('depart', 'retraite') then (acts.presence).effective_on else (acts.leaving).effective_on end,
      case when (acts.presence).kind in ('depart', 'retraite')
        then coalesce((acts.presence).note, 'Retraite')
        else case when (acts.leaving).id is not null then coalesce((acts.leaving).note, 'Retraite') end end,
      acts.present_said
    from (
      select
        (array_agg(e.unit_id order by e.effective_on desc, e.id desc)
          filter (where e.unit_id is not null and e.withdrawn_at is null and e.effective_on <= day))[1] as unit_id,
        (array_agg(e order by e.effective_on desc, e.id desc)
          filter (where e.grade is not null and e.withdrawn_at is null and e.effective_on <= day))[1] as step,
        (array_agg(e.position order by e.effective_on desc, e.id desc)
          filter (where e.position is not null and e.withdrawn_at is null and e.effective_on <= day))[1] as position,
        (array_agg(e order by e.effective_on desc, e.id desc)
          filter (where e.kind in ('nomination', 'fonction') and e.withdrawn_at is null and e.effective_on <= day))[1] as title,
        (array_agg(e order by e.effective_on desc, e.id desc)
          filter (where e.kind in ('depart', 'retraite', 'reintegration') and e.withdrawn_at is null and e.effective_on <= day))[1] as presence,
        (array_agg(e order by e.effective_on, e.id)
          filter (where e.kind in ('depart', 'retraite') and e.withdrawn_at is null and e.effective_on > day))[1] as leaving,
        coalesce(bool_or(e.kind in ('depart', 'retraite', 'reintegration')), false) as present_said
      from career_events e
      where e.person_id = person
    ) acts;
  end;

-- The same of everybody, as a file has it: what no act says is as the file says.
create function career_state(day date) returns table (
  person_id uuid, unit_id bigint, grade text, class text, echelon int, echelon_since date, "position" text, job_title text,
  left_on date, left_reason text)
  language sql stable parallel safe
  begin atomic
    select p.id, coalesce(s.unit_id, p.unit_id), coalesce(s.grade, p.grade), coalesce(s.class, p.class),
      coalesce(s.echelon, p.echelon), coalesce(s.echelon_since, p.echelon_since), coalesce(s.position, p.position),
      case when s.titled then s.job_title else p.job_title end,
      case when s.present_said then s.left_on else p.left_on end,
      case when s.present_said then s.left_reason else p.left_reason end
    from personnel p
    cross join lateral career_of(p.id, day) s;
  end;

-- Files that are not as their acts say; nobody is put into a closed unit.
create function career_late(day date) returns setof uuid
  language sql stable parallel safe
  begin atomic
    select p.id
    from personnel p
    join career_state(day) s on s.person_id = p.id
    join units u on u.id = s.unit_id
    where (p.unit_id, p.grade, p.class, p.echelon, p.echelon_since, p.position, p.job_title, p.left_on, p.left_reason)
      is distinct from (s.unit_id, s.grade, s.class, s.echelon, s.echelon_since, s.position, s.job_title, s.left_on, s.left_reason)
      and (u.closed_on is null or s.left_on <= day or u.id = p.unit_id);
  end;

update personnel p set echelon_since = s.echelon_since
from career_state(current_date) s
where s.person_id = p.id;

-- A row of `career_batches` is one decision about many: prepared, then written into all their careers at once, or into none.
create table career_batches (
  id               uuid primary key,
  kind             text not null check (kind in ('avancement', 'affectation')),
  effective_on     date not null,
  decision_number  text check (length(decision_number) <= 60),
  unit_id          bigint references units,
  matricules       text[] not null check (cardinality(matricules) between 1 and 1000),
  asked_by         uuid not null references users,
  asked_at         timestamptz not null default now(),
  job_id           uuid,
  applied_at       timestamptz,
  cancelled_at     timestamptz,
  check ((kind = 'affectation') = (unit_id is not null))
);

-- Years to serve in a grade before the next one of the ladder (démonstration, as the rest of the figures).
create table grade_ladder (
  grade       text not null references grades,
  next_grade  text not null references grades,
  valid_from  date not null,
  years       int not null check (years between 0 and 40),
  primary key (grade, next_grade, valid_from)
);

insert into grade_ladder (grade, next_grade, valid_from, years)
select step.grade, step.next_grade, date '2000-01-01', step.years
from (values
  ('D1', 'C1', 3), ('C1', 'B1', 3), ('B1', 'B3', 3), ('B3', 'A3', 3), ('A3', 'A4', 3), ('A4', 'A5', 7), ('A5', 'A6', 6), ('A6', 'A7', 6)
) as step (grade, next_grade, years);
