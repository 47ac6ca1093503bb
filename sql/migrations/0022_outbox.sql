-- A row of `outbox` is something to be done after the transaction that wrote it: a letter to send, a recount to make. Done at
-- least once; whoever does it holds it by a lease, and when the lease ends another takes it.

create table outbox (
  id              uuid primary key default uuidv7(),
  kind            text not null check (length(kind) between 1 and 60),
  payload         jsonb not null,
  -- two unfinished rows never have the same one
  key             text check (length(key) between 1 and 200),
  state           text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'dead', 'cancelled')),
  due_at          timestamptz not null default now(),
  -- how often it was begun
  attempts        int not null default 0,
  lease_until     timestamptz,
  worker          text,
  progress_done   int,
  progress_total  int,
  -- why the last attempt failed
  reason          text,
  actor_id        uuid references users on delete set null,
  created_at      timestamptz not null default now(),
  finished_at     timestamptz,
  result          jsonb,
  check ((state = 'running') = (lease_until is not null)),
  check ((state = 'running') = (worker is not null)),
  check ((state in ('done', 'dead', 'cancelled')) = (finished_at is not null))
);

create unique index outbox_by_key on outbox (key) where key is not null and finished_at is null;
-- what may be taken, in the order it is taken: a row that somebody holds may be when its lease ends
create index outbox_to_do on outbox (coalesce(lease_until, due_at), id) where finished_at is null;
create index outbox_by_kind on outbox (kind, id desc);
create index outbox_finished on outbox (finished_at) where finished_at is not null;
create index outbox_by_actor on outbox (actor_id) where actor_id is not null;

-- A row is one turn of a timed job (every day at seven, every ten minutes) that some process has taken: no other does it again.
create table clock_ticks (
  name        text not null,
  slot        timestamptz not null,
  claimed_at  timestamptz not null default now(),
  primary key (name, slot)
);
