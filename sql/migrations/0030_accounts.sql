-- Roles held for a time and over a part of the house, the second factor, and what a session has proved.

-- A role reaches the whole house, or a unit and below: a chief's always does, and that of an account's keeper never.
alter table user_roles
  add column starts_on date,
  add column ends_on   date,
  add column given_at  timestamptz not null default now(),
  drop constraint user_roles_check,
  add constraint user_roles_chief_has_unit check (role <> 'chef' or unit_id is not null),
  add constraint user_roles_over_unit
    check (unit_id is null or role in ('chef', 'gestionnaire', 'drh', 'daf', 'auditeur')),
  add constraint user_roles_in_order check (starts_on <= ends_on);

-- How the pages look to this person: see src/profile.
alter table users add column preferences jsonb not null default '{}';

-- When somebody last showed with this session that they are who they are, and how the account stood when it opened.
alter table sessions
  add column proved_at timestamptz not null default now(),
  add column seen_at   timestamptz not null default now(),
  add column epoch     int;

-- The time-based codes of one account (RFC 6238); in force once a first code has been shown.
create table second_factors (
  user_id       uuid primary key references users on delete cascade,
  secret        bytea not null check (length(secret) between 20 and 64),
  confirmed_at  timestamptz,
  -- the step of the last code taken: none is taken twice
  last_step     bigint not null default 0,
  -- when wrong codes were shown: so many in a quarter of an hour and no more, whatever the process and without Redis
  misses        timestamptz[] not null default '{}' check (cardinality(misses) <= 20),
  -- rises with each new set of recovery codes: whoever asks twice at once gets one
  codes_set     int not null default 0,
  created_at    timestamptz not null default now()
);

-- Codes for the day the telephone is lost, each good once. Only their hashes are here.
create table recovery_codes (
  user_id    uuid not null references users on delete cascade,
  code_hash  text not null,
  used_at    timestamptz,
  primary key (user_id, code_hash)
);

-- A sign-in that has shown the right password and not yet its second factor: the hash of the token its browser holds.
create table pending_sign_ins (
  token_hash     text primary key check (token_hash ~ '^[0-9a-f]{64}$'),
  user_id        uuid not null references users on delete cascade,
  -- what was proved: when the password is changed meanwhile, nothing is
  password_mark  bytea not null,
  expires_at     timestamptz not null
);

create index pending_sign_ins_by_expiry on pending_sign_ins (expires_at);
create index pending_sign_ins_by_user on pending_sign_ins (user_id);
