-- A row of `sealing_keys` is the name of a key that sites of this database seal with, the key itself never: a site that has none of
-- them would seal what the others cannot open, and does not start.

create table sealing_keys (
  name   text primary key check (name ~ '^[\w-]{1,16}$'),
  since  timestamptz not null default now()
);
