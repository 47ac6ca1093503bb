-- Under one title one person signs at a time: whoever holds the post, and beside them at most one who stands in. What was named
-- before this was a rule keeps its days, since acts may have been signed in them.
do $$
begin
  execute format(
    'alter table signatories add constraint signatories_alone exclude using gist (
       lower(title) with =, interim with =, daterange(starts_on, ends_on, ''[]'') with &&
     ) where (added_at > %L)',
    now());
end $$;
