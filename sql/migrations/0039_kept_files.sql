-- A row of `kept_files` is a file that was read and found good, laid down for its sender until the form it came with is taken: a form
-- that is refused does not ask for it again. What is taken leaves this table for the one where it belongs.

-- Forgettable, so it is not written to the log of Postgres: after a crash the file is chosen again.
create unlogged table kept_files (
  id          uuid primary key default uuidv7(),
  user_id     uuid not null references users on delete cascade,
  name        text not null check (length(name) between 1 and 130),
  type        text not null check (type in ('application/pdf', 'image/jpeg', 'image/png')),
  bytes       bytea not null check (length(bytes) between 1 and 67108864),
  expires_at  timestamptz not null default now() + interval '30 minutes'
);

-- It is compressed already.
alter table kept_files alter column bytes set storage external;

create index kept_files_by_owner on kept_files (user_id, id);
create index kept_files_by_expiry on kept_files (expires_at);

-- Links to a new password stand side by side until one of them is used: a stranger who asks for another makes none void.
drop index account_links_in_force;
create unique index account_links_email_in_force on account_links (user_id) where kind = 'email' and used_at is null;
create index account_links_by_owner on account_links (user_id, created_at);

-- Asked for in a browser of the owner, or by an administrator.
alter table account_links add column trusted boolean not null default false;
