import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Client } from './support/client'
import { openSite, type TestSite } from './support/site'

let site: TestSite
let drh: Client
let runner: { stop(): Promise<void> } | null
const year = new Date().getUTCFullYear()
const form = { annee: String(year) }

beforeAll(async () => {
  site = await openSite()
  drh = await site.as('drh')
})
afterAll(async () => {
  await runner?.stop()
  await site.close()
})

/** Jobs are done from now on, as the site does beside serving. */
async function work(): Promise<void> {
  const { startRunner } = await import('../src/outbox/runner')
  const { recountJob } = await import('../src/leave/recount')
  runner ??= startRunner({ 'leave.recount': recountJob })
}

const finished = () =>
  vi.waitFor(
    async () => {
      const { text } = await drh.get('/mppeep/conges')
      expect(text).not.toMatch(/En attente|En cours/)
      return text
    },
    { timeout: 15_000, interval: 100 },
  )

describe('the yearly recount of leave', () => {
  it('asked for twice is one, which waits for somebody who does it', async () => {
    for (let i = 0; i < 2; i++) expect((await drh.post('/mppeep/conges/recomptes', form)).status).toBe(303)
    const rows = await site.sql`select id from outbox where kind = 'leave.recount'`
    expect(rows).toHaveLength(1)
    const { text } = await drh.get('/mppeep/conges')
    expect(text).toContain('En attente')
    expect(text).toContain('hx-trigger="jobs from:body, every 10s"')
  })

  it('gives everyone who served what is due and takes off what was taken, and shows how far it is', async () => {
    await work()
    const text = await finished()
    expect(text).toContain('Terminé')
    expect(text).toContain('hx-trigger="jobs from:body"')
    const [units] = await site.sql<{ count: number }[]>`
      select count(distinct unit_id)::int as count from personnel
      where started_on <= make_date(${year}, 12, 31) and (left_on is null or left_on > make_date(${year}, 1, 1))`
    expect(text).toContain(`<progress value="${units!.count}" max="${units!.count}"`)
    const wrong = await site.sql`
      select p.id from personnel p
      left join leave_ledger l on l.person_id = p.id and l.year = ${year}
      where p.started_on < make_date(${year}, 1, 1) and (p.left_on is null or p.left_on > make_date(${year}, 12, 31))
      group by p.id
      having coalesce(sum(l.days), 0) <> 30 - coalesce((
        select sum(absence_days('calendar', greatest(a.starts_on, make_date(${year}, 1, 1)), least(a.ends_on, make_date(${year}, 12, 31))))
        from absences a
        where a.person_id = p.id and a.type = 'conge_annuel' and a.cancelled_at is null
          and a.starts_on <= make_date(${year}, 12, 31) and a.ends_on >= make_date(${year}, 1, 1)), 0)`
    expect(wrong).toEqual([])
    const [journal] = await site.sql<{ after: { people: number; lines: number; askedBy: string } }[]>`
      select after from activities where event = 'leave.recounted'`
    const [ledger] = await site.sql<{ lines: number; people: number }[]>`
      select count(*)::int as lines, count(distinct person_id)::int as people from leave_ledger`
    expect(journal!.after.lines).toBe(ledger!.lines)
    expect(journal!.after.people).toBeGreaterThanOrEqual(ledger!.people)
  })

  it('made again adds nothing, and after an absence only what that one takes', async () => {
    const before = await linesNow()
    await drh.post('/mppeep/conges/recomptes', form)
    expect(await finished()).toContain('0\u00a0écriture')
    expect(await linesNow()).toBe(before)
    const [someone] = await site.sql<{ id: string }[]>`
      select id from personnel p where left_on is null and not exists (select from absences where person_id = p.id) limit 1`
    await site.sql`
      insert into absences (person_id, type, starts_on, ends_on)
      values (${someone!.id}, 'conge_annuel', make_date(${year}, 3, 2), make_date(${year}, 3, 11))`
    await drh.post('/mppeep/conges/recomptes', form)
    expect(await finished()).toContain('1\u00a0écriture')
    const [line] = await site.sql<{ days: number }[]>`
      select days::float8 as days from leave_ledger where person_id = ${someone!.id} order by id desc limit 1`
    expect(line!.days).toBe(-10)
    const { text } = await drh.get(`/mppeep/personnel/${someone!.id}?onglet=absences`)
    expect(text).toMatch(new RegExp(`Congé annuel ${year}[\\s\\S]*Pris</dt><dd>10\u00a0jours`))
  })

  it('is refused for a year that is not offered, with the form again', async () => {
    for (const annee of ['1800', 'abc', '']) {
      const answer = await drh.post('/mppeep/conges/recomptes', { annee })
      expect(answer.status, annee).toBe(422)
      expect(answer.text).toContain('champ-annee-erreur')
    }
  })

  it('can be cancelled before it begins, once', async () => {
    await runner?.stop()
    runner = null
    await drh.post('/mppeep/conges/recomptes', { annee: String(year - 1) })
    const [row] = await site.sql<{ id: string }[]>`select id from outbox where state = 'waiting'`
    const cancel = () => drh.post(`/mppeep/conges/recomptes/${row!.id}/annulation`, {})
    expect((await cancel()).status).toBe(303)
    expect((await cancel()).status).toBe(409)
    expect((await drh.get('/mppeep/conges')).text).toContain('Annulé')
    expect((await drh.post('/mppeep/conges/recomptes/nope/annulation', {})).status).toBe(404)
    const rh = await site.as('rh')
    expect((await rh.post(`/mppeep/conges/recomptes/${row!.id}/annulation`, {})).status).toBe(403)
  })

  it('stops where it is when cancelled in the middle, and what was counted stays counted', async () => {
    const { recountJob } = await import('../src/leave/recount')
    const stop = new AbortController()
    const before = await linesNow()
    const job = {
      ...{ id: 'any', attempt: 1, postedAt: new Date(), signal: stop.signal },
      progress: async (done: number) => {
        if (done === 3) stop.abort()
        stop.signal.throwIfAborted()
      },
    }
    await expect(recountJob.run(job, { year: year - 2, askedBy: 'X' })).rejects.toThrow()
    const after = await linesNow()
    expect(after).toBeGreaterThan(before)
    const [units] = await site.sql<{ count: number }[]>`
      select count(distinct p.unit_id)::int as count from leave_ledger l join personnel p on p.id = l.person_id
      where l.year = ${year - 2}`
    expect(units!.count).toBeLessThanOrEqual(3)
  })

  it('leaves a ledger that nobody can change', async () => {
    await expect(site.sql`update leave_ledger set days = 99`).rejects.toThrow('append-only')
    await expect(site.sql`delete from leave_ledger`).rejects.toThrow('append-only')
  })
})

async function linesNow(): Promise<number> {
  const [row] = await site.sql<{ count: number }[]>`select count(*)::int as count from leave_ledger`
  return row!.count
}
