-- Files of people brought in from a spreadsheet: each with how it is read, what every line of it comes to, and what is wrong with it.

-- A row of `imports` is one such file, from its arrival to what it changed. Its content and its lines are gone after a day; what
-- it came to stays.
create table imports (
  id           uuid primary key default uuidv7(),
  owner_id     uuid not null references users on delete cascade,
  name         text not null check (length(name) between 1 and 130),
  kind         text not null check (kind in ('csv', 'xlsx')),
  -- null once it is not kept
  file         text unique references files,
  -- separator, quote, encoding, sheet, line of the header
  reading      jsonb not null,
  -- name and first values of each column
  columns      jsonb not null,
  -- what each column is: a field, or null
  mapping      jsonb,
  mode         text check (mode in ('both', 'create', 'update')),
  -- an empty cell empties the field
  clears       boolean not null default false,
  state        text not null default 'draft' check (state in (
                 'draft', 'checking', 'checked', 'applying', 'applied', 'undoing', 'undone')),
  -- what is being done to it, and the attempt that may write
  job_id       uuid references outbox on delete set null,
  run          uuid,
  -- the lines without errors alone
  partial      boolean not null default false,
  counts       jsonb not null default '{}',
  created_at   timestamptz not null default now(),
  applied_at   timestamptz,
  kept_until   timestamptz not null default now() + interval '24 hours'
);

create index imports_by_owner on imports (owner_id, id desc);
create index imports_kept on imports (kept_until) where file is not null;

-- A row is what one line of the file comes to. `record` and `former`: the columns of the person's row as they become and as they
-- were; `after` and `before`: the same as the journal tells it.
create table import_rows (
  import_id        uuid not null references imports on delete cascade,
  line             int not null check (line > 0),
  action           text not null check (action in ('create', 'update', 'same', 'wrong')),
  person_id        uuid,
  matricule        text,
  name             text,
  -- that the check has seen
  version          int,
  record           jsonb,
  former           jsonb,
  before           jsonb,
  after            jsonb,
  moves            jsonb,
  effective_on     date,
  decision_number  text,
  -- why it was not applied, or not undone
  kept             text,
  primary key (import_id, line)
);

create index import_rows_by_action on import_rows (import_id, action, line);

-- A row is one thing that is wrong with one cell (`place`: its column, from 0), or with a whole line (-1).
create table import_errors (
  import_id  uuid not null references imports on delete cascade,
  line       int not null,
  place      int not null,
  field      text not null,
  value      text,
  message    text not null,
  primary key (import_id, line, place, field)
);

-- A row is what somebody once said the columns of files with this header are.
create table import_mappings (
  owner_id   uuid not null references users on delete cascade,
  signature  text not null,
  mapping    jsonb not null,
  used_at    timestamptz not null default now(),
  primary key (owner_id, signature)
);

alter table files drop constraint files_type_check;
alter table files add constraint files_type_check check (type in (
  'application/pdf', 'image/jpeg', 'image/png', 'text/csv',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'));

-- A file that an import made by mistake, and that nothing has touched since, may go; what the journal says of it stays. So the
-- journal names somebody who was there when the line was written, and nobody else who stands in it is ever removed.
alter table activities drop constraint activities_person_id_fkey;

create function activity_about_somebody() returns trigger language plpgsql as $$
begin
  perform from personnel where id = new.person_id for key share;
  if not found then
    raise exception 'the journal names nobody: %', new.person_id using errcode = 'foreign_key_violation';
  end if;
  return new;
end $$;

create trigger activity_about_somebody before insert on activities
  for each row when (new.person_id is not null) execute function activity_about_somebody();

create function personnel_in_journal() returns trigger language plpgsql as $$
begin
  if current_setting('mppeep.undoing', true) is distinct from 'yes'
    and exists (select from activities where person_id = old.id) then
    raise exception 'the journal names %', old.id using errcode = 'foreign_key_violation';
  end if;
  return old;
end $$;

create trigger personnel_in_journal before delete on personnel for each row execute function personnel_in_journal();

-- The act that such a file began with goes with it.
create or replace function career_events_are_kept() returns trigger language plpgsql as $$
declare
  later constant text[] := array['document_id', 'withdrawn_at', 'withdrawn_by', 'withdrawn_reason'];
begin
  if tg_op = 'DELETE' and current_setting('mppeep.undoing', true) = 'yes' then
    return old;
  end if;
  if tg_op = 'DELETE' or old.withdrawn_at is not null or (to_jsonb(new) - later) is distinct from (to_jsonb(old) - later) then
    raise exception 'acts of a career are not rewritten' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;

-- Removes those of them to whom nothing has happened since they were made but this nomination, and returns them: whoever stands
-- in another table is kept.
create function remove_untouched(ids uuid[]) returns setof uuid language plpgsql as $$
declare
  one uuid;
begin
  perform set_config('mppeep.undoing', 'yes', true);
  for one in
    select p.id from personnel p
    where p.id = any(ids) and p.version = 1 and not exists (select from photos f where f.person_id = p.id)
      and (select count(*) from career_events e where e.person_id = p.id) = 1
    order by p.id
    for update
  loop
    begin
      delete from career_events where person_id = one;
      delete from personnel where id = one;
      return next one;
    exception when foreign_key_violation then
      null;
    end;
  end loop;
  perform set_config('mppeep.undoing', '', true);
end $$;
