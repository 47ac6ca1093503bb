-- Accounts, what they may do, where they are signed in, and how often sign-in failed.

-- A row of `users` is one account; it belongs to at most one person.
create table users (
  id             uuid primary key default uuidv7(),
  email          text not null check (length(email) between 3 and 254),
  name           text not null check (length(name) between 1 and 200),
  password_hash  text,
  person_id      uuid unique references personnel,
  disabled_at    timestamptz,
  -- rises whenever what the account may do changes: older copies of its sessions are void
  auth_epoch     int not null default 1,
  created_at     timestamptz not null default now()
);

create unique index users_by_email on users (lower(email));

-- A role held by an account, over a unit and below where the role is that of a chief.
create table user_roles (
  user_id  uuid not null references users on delete cascade,
  role     text not null check (role in ('agent', 'chef', 'gestionnaire', 'drh', 'daf', 'admin', 'auditeur', 'invite')),
  unit_id  bigint references units,
  check ((role = 'chef') = (unit_id is not null)),
  unique nulls not distinct (user_id, role, unit_id)
);

-- One signed-in browser. The id is the SHA-256 of the cookie's value; the value itself is stored nowhere.
create table sessions (
  id          text primary key check (id ~ '^[0-9a-f]{64}$'),
  user_id     uuid not null references users on delete cascade,
  created_at  timestamptz not null default now(),
  expires_at  timestamptz not null,
  address     inet,
  user_agent  text check (length(user_agent) <= 256),
  country     text
);

create index sessions_by_user on sessions (user_id);
create index sessions_by_expiry on sessions (expires_at);

-- Failures against one e-mail address, whether or not an account has it: the growing delay must not tell.
create table sign_in_failures (
  email_hash     bytea primary key,
  failures       int not null,
  last_at        timestamptz not null,
  blocked_until  timestamptz
);

-- Where an account has signed in before: its owner is not delayed there by somebody else's failures.
create table known_addresses (
  user_id  uuid not null references users on delete cascade,
  address  inet not null,
  last_at  timestamptz not null,
  primary key (user_id, address)
);

-- A link that can be used once: the first administrator's. Only the hash of its token is here.
create table invitations (
  token_hash  text primary key,
  role        text not null,
  created_at  timestamptz not null default now(),
  expires_at  timestamptz not null,
  used_at     timestamptz
);

-- A form that was sent: its key, and what came of it, so that sending it twice makes one row.
create table submissions (
  key         uuid not null,
  user_id     uuid not null references users on delete cascade,
  target_id   uuid not null,
  created_at  timestamptz not null default now(),
  primary key (user_id, key)
);

create index submissions_by_age on submissions (created_at);
