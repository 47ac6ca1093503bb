import { expect, vi } from 'vitest'
import type { Client } from '../support/client'
import type { TestSite } from '../support/site'

export type Due = { id: string; matricule: string; dueOn: string }

/** So many people at the first step of a class, whose next one is due so many days from today, one day after the other. */
export async function dueFrom(site: TestSite, people: number, days: number): Promise<Due[]> {
  await site.sql`
    update career_events set withdrawn_at = now(), withdrawn_reason = 'Pour l’essai'
    where grade is not null and kind <> 'nomination' and withdrawn_at is null and effective_on > current_date - 900
      and batch_id is null and (note is null or note <> 'essai')`
  const rows = await site.sql<Due[]>`
    with chosen as (
      select id, matricule, grade, (current_date + ${days}::int + (row_number() over (order by matricule))::int - 1) as due
      from personnel p
      where left_on is null and started_on < current_date - 900
        and not exists (select from career_events e where e.person_id = p.id and e.effective_on > current_date and e.withdrawn_at is null)
        and not exists (select from career_events e where e.person_id = p.id and e.note = 'essai')
      order by matricule limit ${people}
    ), made as (
      insert into career_events (person_id, kind, effective_on, grade, class, echelon, note)
      select id, 'avancement_echelon', (due - interval '2 years')::date, grade, 'deuxieme', 1, 'essai' from chosen
      returning person_id, effective_on
    )
    select c.id, c.matricule, (m.effective_on + interval '2 years')::date as "dueOn"
    from chosen c join made m on m.person_id = c.id order by c.matricule`
  await site.sql`
    update personnel p set class = s.class, echelon = s.echelon, echelon_since = s.echelon_since
    from career_state(current_date) s where s.person_id = p.id and p.id = any(${rows.map(({ id }) => id)}::uuid[])`
  expect(rows).toHaveLength(people)
  return rows
}

/** Has all the decisions that wait written. */
export async function work(site: TestSite): Promise<void> {
  const { startRunner } = await import('../../src/outbox/runner')
  const { batchJob } = await import('../../src/career/batch-job')
  const runner = startRunner({ 'career.batch': batchJob })
  const left = () => site.sql`select from outbox where kind = 'career.batch' and finished_at is null`
  await vi
    .waitFor(async () => expect(await left()).toHaveLength(0), { timeout: 20_000, interval: 50 })
    .finally(() => runner.stop())
}

/** Where the prepared decision is. */
export async function prepare(client: Client, fields: Record<string, string>): Promise<string> {
  const answer = await client.post('/mppeep/carriere/masse', fields)
  expect(answer.status, answer.text.slice(0, 500)).toBe(303)
  return answer.headers.location!
}

/** `24/11/2026`, as pages show it. */
export function french(day: string): string {
  return day.split('-').reverse().join('/')
}

/** What the cells of each row of a table say. */
export function rowsOf(html: string, caption: string): string[] {
  const [, table = ''] = new RegExp(`<caption[^>]*>${caption}</caption>(.*?)</table>`, 's').exec(html) ?? []
  const [, body = ''] = /<tbody>(.*)<\/tbody>/s.exec(table) ?? []
  return body
    .split('<tr>')
    .slice(1)
    .map((row) =>
      row
        .replace(/<[^>]+>/g, ' ')
        .replace(/\s+/g, ' ')
        .trim(),
    )
}
