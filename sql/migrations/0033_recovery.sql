-- A row of `account_links` is one link sent to the owner of an account, good once: to choose a new password without the old
-- one, or to confirm a new address. Only the SHA-256 of its token is here.

-- A password that would be too short without the second factor there was when it was chosen.
alter table users add column short_password boolean not null default false;

create table account_links (
  token_hash  text primary key check (token_hash ~ '^[0-9a-f]{64}$'),
  user_id     uuid not null references users on delete cascade,
  kind        text not null check (kind in ('recovery', 'email')),
  -- the address that it confirms
  email       text check (length(email) between 3 and 254),
  created_at  timestamptz not null default now(),
  expires_at  timestamptz not null,
  -- used, or void since another was asked for or used
  used_at     timestamptz,
  check ((kind = 'email') = (email is not null))
);

-- One link of a kind at most can be used; the one before it is void.
create unique index account_links_in_force on account_links (user_id, kind) where used_at is null;
create index account_links_by_expiry on account_links (expires_at);
