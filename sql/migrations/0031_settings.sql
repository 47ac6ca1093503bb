-- A row of `settings` is what the administrators had decided from then on, whole: the last one is in force.

create table settings (
  version     bigint generated always as identity primary key,
  chosen      jsonb not null,
  changed_at  timestamptz not null default now(),
  changed_by  uuid references users
);
