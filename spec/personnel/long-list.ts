import { expect, vi } from 'vitest'
import type { Answer, Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'

export const place = '/mppeep/personnel'
export const list = {
  unite: 'DAJ',
  unite_seule: '1',
  situation: 'tous',
  colonnes: 'matricule,unite,fonction,telephone',
}
export const csv = { ...list, format: 'csv' }

export type LongList = {
  site: TestSite
  drh: Client
  /** The unit has so many people more, whose lines are long. */
  hire(people: number): Promise<void>
  /** Asks for the list to be made; answers with the export's page. */
  ask(who?: Client, form?: Record<string, string>): Promise<string>
  /** Has the worker make it, and fetches the file. */
  made(page: string): Promise<Answer>
  /** Jobs are done from now on, as the site does beside serving. */
  work(): Promise<void>
  /** Waits until the only export is in this state. */
  settled(state: string): Promise<void>
  /** Between two specs: nobody works, nothing is asked for. */
  clear(): Promise<void>
  /** The sizes of the pieces that are kept. */
  chunks(): Promise<number[]>
  /** Everybody in the list, by matricule and in order. */
  wanted(): Promise<string[]>
}

/** A site with a unit of so many people, all of whom one may ask for. */
export async function openLongList(people: number): Promise<LongList> {
  const site = await openSite()
  const drh = await site.as('drh')
  let runner: { stop(): Promise<void> } | null = null
  const [unit] = await site.sql<{ id: string; count: number }[]>`
    select u.id, (select count(*)::int from personnel where unit_id = u.id) as count from units u where code = 'DAJ'`
  const longList: LongList = {
    site,
    drh,
    async hire(more) {
      await site.sql`
        insert into personnel (matricule, last_name, first_names, sex, birth_date, job_title, phone, unit_id, grade, class, echelon, index_points, recruited_on, started_on)
        select 'Z' || lpad((base + n)::text, 7, '0'), 'Yao', 'Essai ' || n, 'F', '1980-01-01', '=1+1 ' || repeat('archiviste ', 5),
          '+2250700' || lpad(n::text, 6, '0'), ${unit!.id}, 'B1', 'deuxieme', 1, 300, '2010-01-04', '2010-01-04'
        from generate_series(1, ${more}::int) as n,
          (select count(*) as base from personnel where matricule like 'Z%') as before`
    },
    async ask(who = drh, form = csv) {
      const answer = await who.post(`${place}/exports`, form)
      expect(answer.status).toBe(303)
      return answer.headers.location!
    },
    async made(page) {
      await longList.work()
      await longList.settled('done')
      return drh.get(`${page}/fichier`)
    },
    async work() {
      const { startRunner } = await import('../../src/outbox/runner')
      const { exportJob } = await import('../../src/exports/job')
      runner ??= startRunner({ export: exportJob })
    },
    async settled(state) {
      const states = () => site.sql`select state from outbox where kind = 'export'`
      await vi.waitFor(async () => expect(await states()).toEqual([{ state }]), { timeout: 20_000, interval: 50 })
    },
    async clear() {
      await runner?.stop()
      runner = null
      await site.sql`delete from outbox`
      await site.sql`delete from notifications`
    },
    async chunks() {
      const rows = await site.sql<{ size: number }[]>`
        select octet_length(bytes) as size from export_chunks order by export_id, place`
      return rows.map(({ size }) => size)
    },
    async wanted() {
      const rows = await site.sql<{ matricule: string }[]>`
        select matricule from personnel where unit_id = ${unit!.id} order by name_key, id`
      return rows.map(({ matricule }) => matricule)
    },
  }
  await longList.hire(people - unit!.count)
  return longList
}

/** The matricules of a file of `list`. */
export function matriculesIn({ text }: Answer): (string | undefined)[] {
  const lines = text.trimEnd().split('\r\n').slice(1)
  return lines.map((line) => line.split(';')[2])
}

export function idIn(page: string): string {
  return page.split('/').at(-1)!
}
