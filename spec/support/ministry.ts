import type { Tx } from '../../src/db/sql'

/** Every row that the demonstration makes, ids and what triggers keep included: one digest a table. */
export async function digest(tx: Tx): Promise<Record<string, string>> {
  const [row] = await tx<Record<string, string>[]>`
    select
      (select md5(string_agg(t::text, ' ' order by t::text)) from units t) as units,
      (select md5(string_agg(t::text, ' ' order by t::text)) from personnel t) as personnel,
      (select md5(string_agg(t::text, ' ' order by t::text)) from personnel_words t) as words,
      (select md5(string_agg(t::text, ' ' order by t::text)) from career_events t) as events,
      (select md5(string_agg(t::text, ' ' order by t::text)) from public_holidays t) as holidays,
      (select md5(string_agg(t::text, ' ' order by t::text)) from absences t) as absences,
      (select md5(string_agg(t::text, ' ' order by t::text)) from absence_totals t) as absence_totals,
      (select md5(string_agg(t::text, ' ' order by t::text)) from evaluations t) as evaluations,
      (select md5(string_agg(t::text, ' ' order by t::text)) from evaluation_totals t) as evaluation_totals`
  return row!
}

export type Figures = Record<
  | 'people'
  | 'women'
  | 'meanAge'
  | 'youngest'
  | 'retiring'
  | 'past'
  | 'incomplete'
  | 'left'
  | 'entries'
  | 'exits'
  | 'aYearAgo'
  | 'contested'
  | 'arbitrated'
  | 'absences'
  | 'awayToday'
  | 'awayThisWeek'
  | 'vacant'
  | 'daysBeforeTheFirst',
  number
> & { categories: string }

export async function figuresOf(tx: Tx, today: string): Promise<Figures> {
  const [row] = await tx<[Figures]>`
    with present as (
      select p.*, extract(year from age(${today}::date, p.birth_date))::int as age from personnel p where p.left_on is null
    ), categories as (
      select g.category, count(*) as people from present p join grades g on g.code = p.grade group by g.category
    ), away as (
      select starts_on, ends_on, date_trunc('week', ${today}::date)::date as monday from absences where cancelled_at is null
    )
    select
      count(*)::int as people,
      count(*) filter (where sex = 'F')::int as women,
      (select string_agg(category || ' ' || people, ', ' order by category) from categories) as categories,
      avg((${today}::date - birth_date) / 365.2425)::float as "meanAge",
      min(age) as youngest,
      count(*) filter (where retirement_on between ${today} and ${today}::date + interval '12 months')::int as retiring,
      count(*) filter (where retirement_on < ${today})::int as past,
      count(*) filter (where national_id is null or birth_place is null)::int as incomplete,
      (select count(*)::int from personnel where left_on > ${today}::date - interval '19 months') as left,
      count(*) filter (where started_on > ${today}::date - interval '1 year')::int as entries,
      (select count(*)::int from personnel where left_on > ${today}::date - interval '1 year') as exits,
      (select count(*)::int from personnel where started_on <= ${today}::date - interval '1 year'
        and (left_on is null or left_on > ${today}::date - interval '1 year')) as "aYearAgo",
      (select count(*)::int from evaluations where state = 'contestee') as contested,
      (select count(*)::int from evaluations where state = 'arbitree') as arbitrated,
      (select count(*)::int from away) as absences,
      (select min(starts_on) - (${today}::date - interval '3 years')::date from absences) as "daysBeforeTheFirst",
      (select count(*)::int from away where ${today}::date between starts_on and ends_on) as "awayToday",
      (select count(*)::int from away where starts_on <= monday + 6 and ends_on >= monday) as "awayThisWeek",
      (select count(*)::int from units where chief_id is null and kind <> 'ministere') as vacant
    from present`
  return row
}

export type Place = {
  name: string
  unit: string
  heads: string | null
  below: number
  absences: number
  transmitted: number
}

export async function placesOf(tx: Tx): Promise<Map<string, Place>> {
  const rows = await tx<(Place & { id: string })[]>`
    select
      p.id, p.last_name || ' ' || p.first_names as name, u.code as unit,
      (select min(h.code) from units h where h.chief_id = p.id) as heads,
      (select count(*)::int from personnel o where o.left_on is null and o.unit_id in (select subtree(p.unit_id))) as below,
      (select count(*)::int from absences a where a.person_id = p.id) as absences,
      (select count(*)::int from evaluations e where e.person_id = p.id and e.state = 'transmise') as transmitted
    from personnel p
    join units u on u.id = p.unit_id`
  return new Map(rows.map(({ id, ...place }) => [id, place]))
}
