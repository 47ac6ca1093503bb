-- What accounts are told, and how they wish to be told.

-- A row of `notifications` is one thing that one account is told. Rows of an account are written one transaction after the
-- other (its row of `users` is held until the commit), so that within an account a greater id was never committed earlier.
create table notifications (
  id          bigint generated always as identity primary key,
  user_id     uuid not null references users on delete cascade,
  kind        text not null check (kind ~ '^[a-z]+(\.[a-z_]+)*$'),
  title       text not null check (length(title) between 1 and 200),
  -- within the site, below its base
  href        text not null check (href ~ '^/([^/\\]|$)'),
  person_id   uuid references personnel,
  created_at  timestamptz not null default now(),
  read_at     timestamptz,
  mailed_at   timestamptz
);

create index notifications_by_user on notifications (user_id, id);
create index notifications_unread on notifications (user_id, id) where read_at is null;
create index notifications_read on notifications (created_at) where read_at is not null;

-- What an account has chosen; one without a row has the defaults.
create table notification_preferences (
  user_id      uuid primary key references users on delete cascade,
  mail         text not null default 'quotidien' check (mail in ('immediat', 'quotidien', 'jamais')),
  -- the day of the last daily letter: one a day, however often it is asked for
  digested_on  date
);
