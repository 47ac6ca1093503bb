import type { Fragment } from 'postgres'
import { sql } from '../db/sql'

/** The words of a search, folded as `words_of` folds names; a phone number typed in pairs is one word. */
export function termsOf(search: string | null): string[] {
  const folded = (search ?? '')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/œ/g, 'oe')
    .replace(/æ/g, 'ae')
  if (/^[\d\s.+-]+$/.test(folded)) {
    const digits = folded.replace(/\D/g, '')
    return digits ? [digits.startsWith('225') && digits.length > 10 ? digits.slice(3) : digits] : []
  }
  return [...new Set(folded.split(/[^a-z0-9]+/).filter(Boolean))].slice(0, 6)
}

/** Every term begins some word of the person: for counting, and for lists in another order than by name. */
export function matches(terms: string[]): Fragment {
  return terms.reduce(
    (left, term) => sql`${left} and exists (
      select from personnel_words w where w.person_id = p.id and w.word >= ${term} and w.word < ${afterAll(term)})`,
    sql`true`,
  )
}

/**
 * The people whose words begin with the longest term, in the order of names, read from the index of words: for each
 * distinct word with that beginning (a loose index scan) its first people, merged. The cost follows the number of
 * distinct words, not of people. The other terms are checked on the way.
 */
export function firstByName(
  terms: string[],
  where: Fragment,
  cursor: Fragment,
  order: Fragment,
  limit: number,
): Fragment {
  const driver = [...terms].sort((a, b) => b.length - a.length)[0]!
  const others = terms.filter((term) => term !== driver)
  return sql`
    with recursive words (word) as (
      (select word from personnel_words where word >= ${driver} and word < ${afterAll(driver)} order by word limit 1)
      union all
      select (select w.word from personnel_words w where w.word > words.word and w.word < ${afterAll(driver)} order by w.word limit 1)
      from words where words.word is not null
    )
    select distinct p.name_key, p.id
    from words
    cross join lateral (
      select p.name_key, p.id
      from personnel_words p_words
      join personnel p on p.id = p_words.person_id
      where p_words.word = words.word and ${where} and ${matches(others)} and ${cursor}
      order by ${order}
      limit ${limit}
    ) p
    where words.word is not null
    order by ${order}
    limit ${limit}`
}

// '{' follows 'z' in the byte order the words are kept in
function afterAll(term: string): string {
  return `${term}{`
}
