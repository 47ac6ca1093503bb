-- A row of `activity_seals` is the seal of one line of the journal, hashed with the seal before it; a row of
-- `activities_waiting` is a line that has none yet.

-- Positions follow the order of sealing, without a gap; that of the lines themselves may differ, since a line is sealed once
-- its transaction is over.
create table activity_seals (
  position     bigint primary key check (position > 0),
  activity_id  bigint not null unique,
  -- which text of the line was hashed: see activity_text
  version      smallint not null default 1,
  hash         bytea not null check (length(hash) = 32)
);

create trigger activity_seals_are_kept before update or delete or truncate on activity_seals
  for each statement execute function activities_are_kept();

create table activities_waiting (
  activity_id  bigint primary key
);

-- The line as it is hashed: its columns in this order, its instant as seconds UTC to the microsecond. Whatever changes here
-- gets a version of its own: what is sealed keeps its text. (An object with names, or to_char, takes three times as long.)
create function activity_text(line activities, version int) returns text stable language sql as $$
  select json_build_array(
    version, line.id, extract(epoch from line.at), line.actor_id, line.actor_name, line.event, line.target_kind,
    line.target_id, line.target_name, line.person_id, line.before, line.after, line.address::text, line.cf_ray,
    line.request_id
  )::text
$$;

create function activity_waits() returns trigger security definer set search_path = public, pg_temp language plpgsql as $$
begin
  insert into activities_waiting (activity_id) values (new.id);
  return null;
end $$;

create trigger activity_waits after insert on activities for each row execute function activity_waits();

insert into activities_waiting (activity_id) select id from activities;

-- Seals what waits, the oldest first and at most so many, and says how many that were and where the chain ends. Null when
-- somebody else is at it. The owner's rights: whoever writes lines cannot write seals.
create function seal_activities(most int, out sealed int, out last_position bigint, out last_hash bytea)
  security definer set search_path = public, pg_temp language plpgsql as $$
declare
  line record;
begin
  if not pg_try_advisory_xact_lock(7041936) then return; end if;
  sealed := 0;
  select s.position, s.hash into last_position, last_hash from activity_seals s order by s.position desc limit 1;
  last_position := coalesce(last_position, 0);
  last_hash := coalesce(last_hash, '');
  for line in
    select a.id, activity_text(a, 1) as text
    from activities_waiting w
    join activities a on a.id = w.activity_id
    order by a.id
    limit most
  loop
    sealed := sealed + 1;
    last_position := last_position + 1;
    last_hash := sha256(last_hash || convert_to(line.text, 'UTF8'));
    insert into activity_seals (position, activity_id, hash) values (last_position, line.id, last_hash);
    delete from activities_waiting where activity_id = line.id;
  end loop;
end $$;

-- What the journal is searched by; who, whom and what are in 0006.
create index activities_by_time on activities (at);
create index activities_by_request on activities (request_id) where request_id is not null;
create index activities_by_ray on activities (cf_ray text_pattern_ops) where cf_ray is not null;
create index activities_by_address on activities (address) where address is not null;
create index activities_by_target on activities (target_kind, target_id, id desc) where target_id is not null;

-- The site's own role: it reads and writes rows, and changes neither the tables nor what the journal has said. Called again
-- at will: by whoever makes the role later because the owner of the database may not.
create function open_to_site() returns boolean language plpgsql as $$
begin
  if not exists (select from pg_roles where rolname = 'mppeep_app') then
    begin
      create role mppeep_app login nosuperuser nocreatedb nocreaterole;
    exception
      when duplicate_object or unique_violation then null;
      when insufficient_privilege then
        raise notice 'the role mppeep_app is not there, and this role may not make it';
        return false;
    end;
  end if;
  grant usage on schema public to mppeep_app;
  grant select, insert, update, delete on all tables in schema public to mppeep_app;
  grant usage, select, update on all sequences in schema public to mppeep_app;
  alter default privileges in schema public grant select, insert, update, delete on tables to mppeep_app;
  alter default privileges in schema public grant usage, select, update on sequences to mppeep_app;
  revoke update, delete on activities from mppeep_app;
  revoke insert, update, delete on activity_seals, activities_waiting, migrations from mppeep_app;
  return true;
end $$;

revoke execute on function open_to_site() from public;
select open_to_site();
