-- A row of `second_factors` keeps the key of its account's telephone sealed (src/lib/cipher), bound to the account: it opens with
-- a key that the database does not have, and in no other row.

-- What an older program has left there in plain has twenty bytes. It is sealed when the site starts (src/db/sealed), in the same
-- breath as this; from now on nothing as short is taken.
alter table second_factors
  drop constraint second_factors_secret_check,
  add constraint second_factors_secret_sealed check (length(secret) between 51 and 128) not valid;
