-- How names are compared: the extensions and functions that give French order and accent-blind search.

create extension if not exists unaccent with schema public;
create extension if not exists pg_trgm with schema public;
create extension if not exists btree_gist with schema public;

-- Base letters only: "KONÉ" and "kone" are the same word. Immutable because the dictionary is named.
create function fold(value text) returns text
  language sql immutable strict parallel safe
  return lower(public.unaccent('public.unaccent'::regdictionary, value));

-- The place of a person in a French list: surname, then given names, by base letters; accents only decide between equals.
-- Compared byte by byte (collation "C"), so that one plain index serves the order and the keyset.
create function name_key(last_name text, first_names text) returns text
  language sql immutable strict parallel safe
  return fold(last_name) || E'\x01' || fold(first_names) || E'\x02' || last_name || first_names;

-- The words a person is found by, folded. "N'GUESSAN" is found as "guessan" and as "nguessan".
create function words_of(value text) returns setof text
  language sql immutable strict parallel safe
  begin atomic
    select w from regexp_split_to_table(fold(value), '[^a-z0-9]+') as w where w <> ''
    union
    select w from regexp_split_to_table(regexp_replace(fold(value), '[''’-]', '', 'g'), '[^a-z0-9]+') as w where w <> '';
  end;
