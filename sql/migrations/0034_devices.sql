-- What a session is to its owner, what becomes of it when its id changes, and the browsers in which each account was opened.

alter table sessions
  -- one sign-in, by which its owner knows it: stays when the id changes
  add column sign_in_id  uuid not null default uuidv7(),
  -- there once another id has taken the place of this one: with the value of the cookie it makes the value of the new one
  add column successor   bytea check (length(successor) = 32);

-- of each sign-in one id is good
create unique index sessions_by_sign_in on sessions (sign_in_id) where successor is null;

update sessions s set epoch = u.auth_epoch from users u where u.id = s.user_id and s.epoch is null;

-- A browser in which an account was opened, by the hash of a cookie that it keeps for a year.
create table known_devices (
  user_id     uuid not null references users on delete cascade,
  token_hash  text not null check (token_hash ~ '^[0-9a-f]{64}$'),
  first_at    timestamptz not null default now(),
  last_at     timestamptz not null default now(),
  primary key (user_id, token_hash)
);

create index known_devices_by_age on known_devices (last_at);
