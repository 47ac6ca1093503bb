-- A row of `logos` is a picture that the house has worn, always PNG; which one it wears is a setting.

create table logos (
  -- half of the SHA-256 of its bytes: the address of a picture never shows another one
  version   text primary key check (version ~ '^[0-9a-f]{32}$'),
  -- of the file that was sent
  name      text not null check (length(name) between 1 and 120),
  png       bytea not null check (length(png) between 1 and 2097152),
  added_at  timestamptz not null default now(),
  added_by  uuid references users
);

-- Who has chosen nothing has no choice written down: the settings say then how they are told by mail.
alter table notification_preferences
  alter column mail drop default,
  alter column mail drop not null;
