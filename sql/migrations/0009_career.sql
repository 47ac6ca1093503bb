-- A row of `career_events` is one dated act of a career, with the number of its decision. History is never overwritten.

create table career_events (
  id               uuid primary key default uuidv7(),
  person_id        uuid not null references personnel,
  kind             text not null check (kind in (
                     'nomination', 'avancement_echelon', 'avancement_classe', 'promotion', 'affectation',
                     'position', 'sanction', 'depart', 'reintegration', 'retraite')),
  effective_on     date not null,
  decision_number  text check (length(decision_number) <= 60),
  unit_id          bigint references units,
  grade            text references grades,
  class            text references grade_classes,
  echelon          int,
  position         text,
  note             text check (length(note) <= 300),
  created_at       timestamptz not null default now()
);

create index career_events_by_person on career_events (person_id, effective_on desc, id desc);
