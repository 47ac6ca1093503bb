-- What makes the list and the files quick to come back to: files opened lately, and lists kept under a name.

-- A row of `recent_files` is a file that somebody opened, and when they last did. The last twenty of each reader.
create table recent_files (
  user_id    uuid not null references users on delete cascade,
  person_id  uuid not null references personnel on delete cascade,
  opened_at  timestamptz not null default now(),
  primary key (user_id, person_id)
);

create index recent_files_by_time on recent_files (user_id, opened_at desc);

-- A row of `views` is an address of the list of personnel that somebody keeps under a name. Shared with a role, or with all who
-- manage people ('rh'): they get the address, and see through it what they may.
create table views (
  id          uuid primary key default uuidv7(),
  owner_id    uuid not null references users on delete cascade,
  name        text not null check (length(name) between 1 and 60),
  query       text not null check (length(query) <= 1000),
  shared      text check (shared in (
    'rh', 'agent', 'chef', 'gestionnaire', 'drh', 'daf', 'admin', 'auditeur', 'invite'
  )),
  version     int not null default 1,
  created_at  timestamptz not null default now()
);

create unique index views_by_name on views (owner_id, lower(name));
create index views_shared on views (shared) where shared is not null;
