-- A row of `locks` is a piece of work that only one process may do at a time: who does it, until when unless renewed, and how
-- often it was taken. That number is the fence: a write made under the lock says its own, and is refused once another has it.
create table locks (
  name        text primary key check (length(name) between 1 and 200),
  holder      uuid not null,
  fence       bigint not null default 1,
  expires_at  timestamptz not null
);
