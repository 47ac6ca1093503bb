-- A decision that is made of an act when it is written already gives it its number, once, beside its scan.
create or replace function career_events_are_kept() returns trigger language plpgsql as $$
declare
  later text[] := array['document_id', 'withdrawn_at', 'withdrawn_by', 'withdrawn_reason'];
begin
  -- The acts that an import brought go with it when it is taken back (0062).
  if tg_op = 'DELETE' and current_setting('mppeep.undoing', true) = 'yes' then
    return old;
  end if;
  if tg_op = 'UPDATE' and old.decision_number is null then
    later := later || 'decision_number'::text;
  end if;
  if tg_op = 'DELETE' or old.withdrawn_at is not null or (to_jsonb(new) - later) is distinct from (to_jsonb(old) - later) then
    raise exception 'acts of a career are not rewritten' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;

-- The years of the ladder are periods as the others: what has begun is neither changed nor removed.
create function ladder_is_kept() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' and old.valid_from <= current_date then
    raise exception 'a period that has begun is not rewritten' using errcode = 'insufficient_privilege';
  end if;
  return coalesce(new, old);
end $$;

create trigger ladder_is_kept before update or delete on grade_ladder
  for each row execute function ladder_is_kept();
