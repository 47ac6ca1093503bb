-- How the site is used, hour by hour, rolled up from Redis, which may forget; and which processes are alive.

-- One hour (UTC) that was rolled up. `settled`: after its end, so that nothing is to be added.
create table usage_hours (
  hour     timestamptz primary key check (hour = date_trunc('hour', hour, 'UTC')),
  views    int not null check (views >= 0),
  actions  int not null check (actions >= 0),
  settled  boolean not null
);

-- How often the pages of one route were read in one hour.
create table page_views (
  hour   timestamptz not null references usage_hours on delete cascade,
  route  text not null check (length(route) <= 120),
  views  int not null check (views > 0),
  primary key (hour, route)
);

-- How much one account did in one hour: pages read and acts done.
create table user_actions (
  hour     timestamptz not null references usage_hours on delete cascade,
  user_id  uuid not null references users on delete cascade,
  actions  int not null check (actions > 0),
  primary key (hour, user_id)
);

create index user_actions_by_user on user_actions (user_id, hour);

-- One process of the program, which writes that it is alive every 30 s. Unlogged: after a crash they write again by themselves.
create unlogged table processes (
  id          uuid primary key,
  kind        text not null check (length(kind) <= 20),
  host        text not null check (length(host) <= 255),
  pid         int not null,
  version     text not null check (length(version) <= 50),
  started_at  timestamptz not null,
  seen_at     timestamptz not null default now()
);
