-- A row of `units` is one box of the organisation chart: a ministry, a cabinet, a programme, a direction or a service.

create table units (
  id         bigint generated always as identity primary key,
  code       text not null unique check (code ~ '^[A-Z0-9-]{2,20}$'),
  name       text not null check (length(name) between 2 and 160),
  kind       text not null check (kind in ('ministere', 'cabinet', 'inspection', 'programme', 'direction_generale', 'direction', 'sous_direction', 'service')),
  parent_id  bigint references units,
  chief_id   uuid,
  name_key   text collate "C" generated always as (fold(name)) stored,
  check (parent_id is distinct from id)
);

create unique index units_one_root on units ((parent_id is null)) where parent_id is null;
create index units_by_parent on units (parent_id);
create index units_by_name on units (name_key, id);

-- A unit and everything below it.
create function subtree(root bigint) returns setof bigint
  language sql stable strict parallel safe
  begin atomic
    with recursive below as (
      select root as id
      union
      select units.id from units join below on units.parent_id = below.id
    )
    select id from below;
  end;

-- Each unit with the direction that people count it under: its nearest self-or-ancestor standing right below
-- the ministry or a programme. Units above that (the ministry, a programme) stand for themselves.
create view unit_directions as
  with recursive walk as (
    select u.id as unit_id, u.id as direction_id
    from units u
    left join units parent on parent.id = u.parent_id
    where u.kind in ('ministere', 'programme') or parent.kind in ('ministere', 'programme')
    union all
    select child.id, walk.direction_id
    from walk
    join units above on above.id = walk.unit_id and above.kind not in ('ministere', 'programme')
    join units child on child.parent_id = above.id
  )
  select walk.unit_id, walk.direction_id, units.code, units.name, units.name_key
  from walk
  join units on units.id = walk.direction_id;

insert into units (code, name, kind) values ('MPPEEP', 'Ministère', 'ministere');
