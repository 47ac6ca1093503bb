-- What those who keep the accounts need: how an account is found, why it is closed, one role of it, and the link that opens it.

alter table users
  add column disabled_reason text check (length(disabled_reason) between 3 and 300),
  -- any part of a name or an address, without accents or capitals
  add column search_key text not null generated always as (fold(name || ' ' || email)) stored,
  add column name_key text collate "C" not null generated always as (fold(name)) stored;

create index users_by_name on users (name_key, id);

-- One role of one account, as it is named in an address.
alter table user_roles add column id bigint generated always as identity primary key;

-- The link of the first administrator makes an account with a role; that of anybody else opens the account that there is.
alter table invitations
  alter column role drop not null,
  add column user_id uuid references users on delete cascade,
  add constraint invitations_for_one check ((role is null) = (user_id is not null));

-- Of each account one link is good.
create unique index invitations_in_force on invitations (user_id) where used_at is null and user_id is not null;

create index activities_about_account on activities (target_id, id desc) where target_kind = 'account';
