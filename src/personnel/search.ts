import type { Fragment } from 'postgres'
import { every, part } from '../db/part'
import { sql } from '../db/sql'
import { atMost } from './order'

/** The words of a search, folded as `words_of` folds names; a phone number typed in pairs is one word, and so is a matricule. */
export function termsOf(search: string | null): string[] {
  const folded = (search ?? '')
    .normalize('NFD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .toLowerCase()
    .replace(/œ/g, 'oe')
    .replace(/æ/g, 'ae')
  if (/^[\d\s().+/\-\u2010-\u2015]+$/.test(folded)) return digitsOf(folded.replace(/[^\d+]/g, ''))
  const words = /^\d{3}\s?\d{3}\s?[a-z]$/.test(folded.trim()) ? folded.replace(/\s/g, '') : folded
  return [...new Set(words.split(/[^a-z0-9]+/).filter(Boolean))].slice(0, 6)
}

/** A number without what is dialled from abroad: `+225`, `00225`, or `225` before ten digits. */
function digitsOf(typed: string): string[] {
  const digits = typed.replace(/^(?:\+225|00225|225(?=\d{8}))(?=\d)/, '').replaceAll('+', '')
  return digits ? [digits] : []
}

/** Every term begins some word of the person: for counting, and for lists in another order than by name. */
export function matches(terms: string[]): Fragment[] {
  return every(
    terms.map(
      (term) => sql`exists (
        select from personnel_words w where w.person_id = p.id and w.word >= ${term} and w.word < ${afterAll(term)})`,
    ),
  )
}

/**
 * The people who have a word that begins with each of the terms, those who are not there on that day taken away: both sides
 * come from small parts of an index, where looking at each person would read them all. For counting: their ids are all there is.
 */
export function countedBy(terms: string[], today: string): Fragment {
  const [driver, others] = apart(terms)
  return sql`
    (select distinct person_id as id from personnel_words where word >= ${driver} and word < ${afterAll(driver)}) p
    where ${matches(others)} and p.id not in (
      select id from personnel where left_on <= ${today}
      union all
      select id from personnel where started_on > ${today})`
}

/**
 * The people whose words begin with the longest term, in the order of names, read from the index of words: for each
 * distinct word with that beginning (a loose index scan) its first people, merged. The cost follows the number of
 * distinct words, not of people: the index of words holds them in the order of the list. The other terms and the filter
 * are checked on the way.
 */
export function firstByName(terms: string[], where: Fragment[], page: NamePage): Fragment {
  const [driver, others] = apart(terms)
  const way = page.down ? part`desc` : part`asc`
  const past = page.down ? part`<` : part`>`
  const cursor = page.after
    ? sql`(first.name_key, first.person_id) ${past} (${page.after.name}::text, ${page.after.id}::uuid)`
    : part`true`
  return sql`
    with recursive words (word) as (
      (select word from personnel_words where word >= ${driver} and word < ${afterAll(driver)} order by word limit 1)
      union all
      select (select w.word from personnel_words w where w.word > words.word and w.word < ${afterAll(driver)} order by w.word limit 1)
      from words where words.word is not null
    )
    select distinct found.name_key, found.person_id
    from words
    cross join lateral (
      select first.name_key, first.person_id
      from personnel_words first
      join personnel p on p.id = first.person_id
      where first.word = words.word and ${cursor} and ${where} and ${matches(others)}
      order by first.name_key ${way}, first.person_id ${way}
      limit ${atMost(page.limit)}
    ) found
    where words.word is not null
    order by found.name_key ${way}, found.person_id ${way}
    limit ${atMost(page.limit)}`
}

/** So many people by name, upwards or downwards, after one of them. */
export type NamePage = { after: { name: string; id: string } | null; down: boolean; limit: number }

/** The longest term, which the fewest words begin with, and the others. */
function apart(terms: string[]): [driver: string, others: string[]] {
  const driver = [...terms].sort((a, b) => b.length - a.length)[0]!
  return [driver, terms.filter((term) => term !== driver)]
}

// '{' follows 'z' in the byte order the words are kept in
function afterAll(term: string): string {
  return `${term}{`
}
