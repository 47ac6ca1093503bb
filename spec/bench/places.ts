import type { Sql } from 'postgres'
import { writeCursor } from '../../src/personnel/order'

/** What the list is asked for, all different, so that nothing but totals can be kept from one request to the next. */

type Place = { apres: string } | { fin: '1' }

/** Pages all over the last tenth of the list, the very last among them, in an order by chance but always the same. */
export async function deepPlaces(sql: Sql, by: 'nom' | 'recrutement' = 'nom'): Promise<Place[]> {
  const order = by === 'nom' ? sql`name_key, id` : sql`recruited_on, name_key, id`
  const rows = await sql<{ value: string; name: string; id: string }[]>`
    with ranked as (
      select name_key, recruited_on, id, row_number() over (order by ${order}) / (count(*) over ())::float as part
      from personnel
      where left_on is null
    )
    select ${by === 'nom' ? sql`name_key` : sql`recruited_on::text`} as value, name_key as name, id
    from ranked
    where part between 0.9 and 0.997
    order by md5(id::text)
    limit 1000`
  return [{ fin: '1' }, ...rows.map((row) => ({ apres: writeCursor(row) }))]
}

/** Beginnings of two letters and more of every name. */
export async function oneWord(sql: Sql): Promise<string[]> {
  const rows = await sql<{ term: string }[]>`
    with words as (
      select distinct word from personnel_words where word ~ '^[a-z]{2,}$'
    )
    select left(word, length) as term
    from words
    cross join generate_series(2, length(word)) as length
    group by term
    order by md5(left(word, length))`
  return rows.map(({ term }) => term)
}

/** Beginnings of two names of the same person. */
export async function twoWords(sql: Sql): Promise<string[]> {
  const rows = await sql<{ term: string }[]>`
    with sample as (
      select id from personnel order by md5(id::text) limit 1000
    ), words as (
      select person_id, word, row_number() over (partition by person_id order by md5(word || person_id)) as rank
      from personnel_words
      where person_id in (select id from sample) and word ~ '^[a-z]{3,}$'
    )
    select distinct left(first.word, 3 + first.rank::int) || ' ' || left(second.word, 3) as term
    from words first
    join words second using (person_id)
    where first.rank = 1 and second.rank = 2`
  return rows.map(({ term }) => term)
}
