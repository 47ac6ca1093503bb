-- Lists taken away that are too long to be made while somebody waits.

-- A row of `exports` is one such list, made by the job of the same id for the one who asked. What is asked for is in the job's
-- payload.
create table exports (
  id          uuid primary key references outbox on delete cascade,
  owner_id    uuid not null references users on delete cascade,
  -- the attempt that may write chunks: a new one shuts out those before it, null shuts out all
  run         uuid,
  -- what the owner could see when it was made: who sees something else by now does not get it
  view        text,
  people      int,
  bytes       bigint,
  ready_at    timestamptz,
  kept_until  timestamptz,
  check ((ready_at is null) = (view is null)),
  check ((ready_at is null) = (people is null)),
  check ((ready_at is null) = (bytes is null)),
  check ((ready_at is null) = (kept_until is null))
);

create index exports_by_owner on exports (owner_id);

-- A row is a piece of the file, of 256 kB but for the last: written and read one at a time, so that memory stays flat.
create table export_chunks (
  export_id  uuid not null references exports on delete cascade,
  place      int not null check (place >= 0),
  bytes      bytea not null check (octet_length(bytes) between 1 and 262144),
  primary key (export_id, place)
);

-- workbooks are compressed already
alter table export_chunks alter column bytes set storage external;
