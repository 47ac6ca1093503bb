import type { Sql } from 'postgres'
import { describe, expect, it } from 'vitest'
import { connectDirectly } from '../../src/db/sql'
import { copyDatabase } from '../support/site'
import { loadMany } from './load'

describe('the load for measuring', () => {
  it('adds as many as asked, keeps every constraint and what triggers keep', async () => {
    const many = connectDirectly(await copyDatabase('ground_demo'))
    const before = await countsOf(many)
    await loadMany(many, { people: 700, absences: 3_500, evaluations: 2_100, today: '2026-11-22' })
    const after = await countsOf(many)
    expect(Object.fromEntries(Object.entries(after).map(([name, count]) => [name, count - before[name]!]))).toEqual({
      people: 700,
      absences: 3_500,
      evaluations: 2_100,
    })
    expect(await many`select p.id from personnel p where retirement_on <> retirement_date(birth_date, grade)`).toEqual(
      [],
    )
    expect(
      await many`
      (select * from personnel_words_wanted except select word, name_key, person_id from personnel_words)
      union all (select word, name_key, person_id from personnel_words except select * from personnel_words_wanted)`,
    ).toEqual([])
    const kept = await totalsOf(many)
    await many`select absence_totals_recount(array(select id from personnel))`
    await many`update evaluations set state = state`
    expect(await totalsOf(many)).toEqual(kept)
    expect(
      await many`
      select a.id from absences a join absences b on b.person_id = a.person_id and b.id <> a.id
      where a.cancelled_at is null and b.cancelled_at is null and a.starts_on <= b.ends_on and b.starts_on <= a.ends_on`,
    ).toEqual([])
    await many.end()
  })
})

async function countsOf(sql: Sql): Promise<Record<string, number>> {
  const [row] = await sql<Record<string, number>[]>`
    select
      (select count(*)::int from personnel) as people,
      (select count(*)::int from absences) as absences,
      (select count(*)::int from evaluations) as evaluations`
  return row!
}

/** What triggers keep beside the rows: digests of it. */
async function totalsOf(sql: Sql): Promise<Record<string, string>> {
  const [row] = await sql<Record<string, string>[]>`
    select
      (select md5(string_agg(t::text, ' ' order by t::text)) from absence_totals t) as absences,
      (select md5(string_agg(t::text, ' ' order by t::text)) from evaluation_totals t) as evaluations,
      (select md5(string_agg(person_id || ' ' || year || ' ' || final_mark, ' ' order by person_id, year)) from evaluations t) as marks`
  return row!
}
