-- Who may call what writes with the owner's rights: the site alone seals lines of the journal.

revoke execute on function seal_activities(int), activity_waits() from public;

-- The same as before, and the right to seal, for the role that whoever owns the server may make later.
create or replace function open_to_site() returns boolean language plpgsql as $$
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
  grant execute on function seal_activities(int) to mppeep_app;
  alter default privileges in schema public grant select, insert, update, delete on tables to mppeep_app;
  alter default privileges in schema public grant usage, select, update on sequences to mppeep_app;
  revoke update, delete on activities from mppeep_app;
  revoke insert, update, delete on activity_seals, activities_waiting, migrations from mppeep_app;
  return true;
end $$;

select open_to_site();

-- All that names the target of a line names its kind as well, and so takes `activities_by_target`.
drop index activities_about_account;
