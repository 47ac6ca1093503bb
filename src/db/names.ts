import type { Fragment } from 'postgres'
import { part } from './part'
import { sql } from './sql'

/** The words somebody is looked for by, as the first table of a `with`. */
export function termsOf(q: string): Fragment {
  return sql`
    terms as (
      select term from regexp_split_to_table(fold(${q}), '[^a-z0-9]+') as term where term <> '' limit 6
    )`
}

/**
 * Whose name or matricule has words that begin with all `terms` of the person `p`. The index of words knows telephones and maiden
 * names too: whoever does not read files must not find anybody by them.
 */
export function called(): Fragment {
  return part`
    exists (select from terms) and not exists (
      select from terms t
      where not exists (
        select from personnel_words w where w.person_id = p.id and w.word >= t.term and w.word < t.term || '{'
      ) or not exists (
        select from words_of(p.last_name || ' ' || p.first_names || ' ' || p.matricule) as own (word)
        where starts_with(own.word, t.term)))`
}
