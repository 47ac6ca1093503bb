import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'
import { atOnce, errorsOf, filledForm, form, traces } from './paper'

const place = '/mppeep/personnel'
let site: TestSite
let rh: Client

beforeAll(async () => {
  site = await openSite()
  rh = await site.as('gestionnaire')
})
afterAll(() => site.close())

describe('the same matricule', () => {
  it('is refused at its field, with a link to who has it', async () => {
    const [twin] =
      await site.sql`select id, matricule, last_name || ' ' || first_names as name from personnel where left_on is null order by id limit 1`
    const before = await traces(site.sql)
    const page = await rh.post(place, form({ matricule: twin!.matricule.toLowerCase(), cle: randomUUID() }))
    expect(page.status).toBe(409)
    expect(errorsOf(page).matricule).toMatch(/déjà/)
    expect(page.text).toContain(`<a href="${place}/${twin!.id}">`)
    expect(filledForm(page)).toMatchObject({ lastName: 'Kouassi-Yao', phone: '07 00 00 12 34' })
    expect(await traces(site.sql)).toEqual(before)
  })

  it('asked for fifty times at once makes one file and 49 refusals', async () => {
    const answers = await atOnce(50, () => rh.post(place, form({ matricule: '900300A', cle: randomUUID() })))
    const statuses = answers.map(({ status }) => status)
    expect(statuses.filter((status) => status === 303)).toHaveLength(1)
    expect(statuses.filter((status) => status === 409)).toHaveLength(49)
    const [made] = await site.sql`
      select count(*)::int as people,
        (select count(*)::int from career_events e join personnel p on p.id = e.person_id where p.matricule = '900300A') as events,
        (select count(*)::int from activities a join personnel p on p.id = a.person_id where p.matricule = '900300A' and a.event <> 'personnel.read') as lines
      from personnel where matricule = '900300A'`
    expect(made).toEqual({ people: 1, events: 1, lines: 1 })
  })
})

describe('the same form', () => {
  it('sent twice leads to the same file', async () => {
    const sent = form({ matricule: '900400A', cle: randomUUID() })
    const [first, second] = [await rh.post(place, sent), await rh.post(place, sent)]
    expect([first.status, second.status]).toEqual([303, 303])
    expect(second.headers.location).toBe(first.headers.location)
  })

  it('sent twenty times at once makes one file, to which every answer leads', async () => {
    const sent = form({ matricule: '900401A', cle: randomUUID() })
    const before = (await traces(site.sql)) as Record<string, number>
    const answers = await atOnce(20, () => rh.post(place, sent))
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(303))
    expect(new Set(answers.map(({ headers }) => headers.location)).size).toBe(1)
    const after = (await traces(site.sql)) as Record<string, number>
    expect(after.personnel! - before.personnel!).toBe(1)
    expect(after.career! - before.career!).toBe(1)
    expect(after.journal! - before.journal!).toBe(1)
    expect(after.submissions! - before.submissions!).toBe(1)
  })

  it('filled in again for somebody else is not swallowed', async () => {
    const cle = randomUUID()
    await rh.post(place, form({ matricule: '900402A', cle }))
    const page = await rh.post(place, form({ matricule: '900403A', lastName: 'AUTRE', cle }))
    expect(page.status).toBe(409)
    expect(page.text).toContain('a déjà servi')
    const again = filledForm(page)
    expect(again.cle).not.toBe(cle)
    expect((await rh.post(place, again)).status).toBe(303)
  })

  it('of two people may bear the same key', async () => {
    const cle = randomUUID()
    const drh = await site.as('drh')
    const [one, other] = await Promise.all([
      rh.post(place, form({ matricule: '900404A', cle })),
      drh.post(place, form({ matricule: '900405A', cle })),
    ])
    expect([one.status, other.status]).toEqual([303, 303])
    expect(one.headers.location).not.toBe(other.headers.location)
  })
})
