-- A row of `activities` is one thing somebody did. Written in the transaction of the act; never changed afterwards.

create table activities (
  id           bigint generated always as identity primary key,
  at           timestamptz not null default now(),
  actor_id     uuid references users,
  actor_name   text not null,
  event        text not null,
  target_kind  text,
  target_id    text,
  target_name  text,
  -- the person concerned, for those who may see that person
  person_id    uuid references personnel,
  before       jsonb,
  after        jsonb,
  address      inet,
  cf_ray       text,
  request_id   uuid
);

create index activities_by_actor on activities (actor_id, id desc);
create index activities_by_person on activities (person_id, id desc) where person_id is not null;
create index activities_by_event on activities (event, id desc);

create function activities_are_kept() returns trigger language plpgsql as $$
begin
  raise exception 'activities are append-only' using errcode = 'insufficient_privilege';
end $$;

create trigger activities_are_kept before update or delete or truncate on activities
  for each statement execute function activities_are_kept();
