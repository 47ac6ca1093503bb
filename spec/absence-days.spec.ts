import { afterAll, beforeAll, expect, it } from 'vitest'
import { openSite, type TestSite } from './support/site'

let site: TestSite
beforeAll(async () => {
  site = await openSite({ redis: false })
})
afterAll(() => site.close())

it('counts the days of an absence as walking through the calendar would', async () => {
  const rows = await site.sql`
    with asked as (
      select counting, from_day, from_day + length as to_day
      from unnest(array['working', 'calendar']) as counting
      cross join lateral (
        select (date '2024-01-01' + (random() * 1500)::int) as from_day, (random() * 60)::int as length
        from generate_series(1, 500) as n where n > 0
      ) as days
    )
    select counting, from_day, to_day, absence_days(counting, from_day, to_day) as counted, (
      select count(*)::int from generate_series(from_day, to_day, interval '1 day') as d (day)
      where counting = 'calendar'
        or (extract(isodow from d.day) < 6 and not exists (select from public_holidays h where h.day = d.day::date))
    ) as walked
    from asked`
  expect(rows).toHaveLength(1_000)
  expect(rows.filter((row) => row.counted !== row.walked)).toEqual([])
})

it('counts a day off in each year it falls in, and keeps the totals with the write', async () => {
  const [person] = await site.sql<
    { id: string }[]
  >`select id from personnel where id not in (select person_id from absences) limit 1`
  const id = person?.id ?? (await someoneFree())
  await site.sql`insert into absences (person_id, type, starts_on, ends_on) values (${id}, 'mission', '2029-12-28', '2030-01-03')`
  const totals =
    await site.sql`select year, days from absence_totals where person_id = ${id} and year in (2029, 2030) order by year`
  // Friday 28 and Monday 31 December; then Tuesday to Thursday, for the holidays of 2030 are not entered yet
  expect([...totals]).toEqual([
    { year: 2029, days: 2 },
    { year: 2030, days: 3 },
  ])
  await site.sql`update absences set cancelled_at = now() where person_id = ${id} and starts_on = '2029-12-28'`
  expect(await site.sql`select from absence_totals where person_id = ${id} and year in (2029, 2030)`).toHaveLength(0)
})

it('refuses two absences on the same days, unless one is cancelled', async () => {
  const id = await someoneFree()
  const add = () =>
    site.sql`insert into absences (person_id, type, starts_on, ends_on) values (${id}, 'mission', '2031-03-03', '2031-03-07')`
  await add()
  await expect(add()).rejects.toMatchObject({ code: '23P01' })
  await site.sql`update absences set cancelled_at = now() where person_id = ${id} and starts_on = '2031-03-03'`
  await add()
})

async function someoneFree(): Promise<string> {
  const [person] = await site.sql<{ id: string }[]>`select id from personnel order by random() limit 1`
  return person!.id
}
