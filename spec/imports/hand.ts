import { randomUUID } from 'node:crypto'
import { expect, vi } from 'vitest'
import type { Handler, Handlers } from '../../src/outbox/outbox'
import { sendForm, zip } from '../documents/hand'
import type { Answer, Client } from '../support/client'
import type { TestSite } from '../support/site'

export const place = '/mppeep/personnel/imports'

export const header =
  'Mle;Nom;Prénoms;Sexe;Date de nais.;Service;Grade;Classe;Échelon;Date de recrutement;Prise de service;Tél.;Situation matrimoniale'

/** A line of a file for somebody new; no real person. */
export function line(matricule: string, changes: Record<number, string> = {}): string {
  const cells = [matricule, 'N’Dri', 'Aya Élodie', 'Féminin', '04/05/1990', 'DAJ', 'B1', '2e classe', '2', '15/01/2020']
  return [...cells, '01/02/2020', '700001234', 'Marié(e)'].map((cell, place) => changes[place] ?? cell).join(';')
}

export function file(lines: string[], name = 'agents.csv') {
  return { name, bytes: Buffer.from(`${[header, ...lines].join('\r\n')}\r\n`) }
}

/** Sends a file; answers with the address of its page. */
export async function send(client: Client, sent: { name: string; bytes: Buffer | string }): Promise<string> {
  const answer = await sendForm(client, '/personnel/imports', { cle: randomUUID() }, sent, 'fichier')
  expect(answer.status, answer.text.slice(0, 2_000)).toBe(303)
  return answer.headers.location!
}

/** What the form of the columns would send as it is shown. */
export function columnsIn(page: Answer): Record<string, string> {
  const selects = page.text.matchAll(/<select [^>]*?name="(c\d+)"[^>]*>(.*?)<\/select>/gs)
  const columns = [...selects].map(([, name = '', options = '']) => [
    name,
    /<option value="(\w*)" selected/.exec(options)?.[1] ?? '',
  ])
  return { ...Object.fromEntries(columns), mode: 'both' }
}

/** Sends a file, leaves its columns as they are suggested but for these, and has it checked. */
export async function checked(
  site: TestSite,
  client: Client,
  sent: { name: string; bytes: Buffer | string },
  changes: Record<string, string> = {},
): Promise<{ page: string; shown: Answer }> {
  const page = await send(client, sent)
  const columns = columnsIn(await client.get(page))
  expect((await client.post(`${page}/colonnes?_method=PUT`, { ...columns, ...changes })).status).toBe(303)
  await work(site)
  return { page, shown: await client.get(page) }
}

export async function applied(
  site: TestSite,
  client: Client,
  page: string,
  form: Record<string, string> = {},
): Promise<Answer> {
  expect((await client.post(`${page}/application?_method=PUT`, form)).status).toBe(303)
  await work(site)
  return client.get(page)
}

export async function undone(site: TestSite, client: Client, page: string): Promise<Answer> {
  expect((await client.post(`${page}/application?_method=DELETE`, {})).status).toBe(303)
  await work(site)
  return client.get(page)
}

/** Has all that waits done; `others`: jobs that are to be done in another way. */
export async function work(site: TestSite, others: Handlers = {}): Promise<void> {
  const runner = await startWork(others)
  try {
    const left = () => site.sql`select kind, reason from outbox where kind like 'imports.%' and finished_at is null`
    await vi.waitFor(async () => expect(await left()).toEqual([]), { timeout: 60_000, interval: 20 })
  } finally {
    await runner.stop()
  }
}

/** Whoever does the jobs of imports, until stopped. */
export async function startWork(others: Handlers = {}): Promise<{ stop(): Promise<void> }> {
  const [{ startRunner }, { checkJob }, { applyJob }, { undoJob }] = await Promise.all([
    import('../../src/outbox/runner'),
    import('../../src/imports/check'),
    import('../../src/imports/apply'),
    import('../../src/imports/undo'),
  ])
  return startRunner({ 'imports.check': checkJob, 'imports.apply': applyJob, 'imports.undo': undoJob, ...others })
}

/** A job that lets something else happen each time before it tells how far it is. */
export function meanwhile(job: Handler, act: (done: number, total: number) => Promise<unknown>): Handler {
  return {
    ...job,
    run: (one, payload) =>
      job.run(
        {
          ...one,
          async progress(done, total) {
            await act(done, total)
            await one.progress(done, total)
          },
        },
        payload,
      ),
  }
}

/** The figures at the top of a page, by their label. */
export function figuresIn({ text }: Answer): Record<string, string> {
  const cards = text.matchAll(/figure-label">([^<]*)<\/span>.*?figure-value">([^<]*)</gs)
  return Object.fromEntries([...cards].map(([, label, value]) => [label, value]))
}

/** The rows of the first table of a page, each as its cells. */
export function rowsIn({ text }: Answer): string[][] {
  const body = /<tbody>(.*?)<\/tbody>/s.exec(text)?.[1] ?? ''
  return [...body.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row = '']) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell = '']) => cell.replace(/<[^>]*>/g, '')),
  )
}

/** The least that is a workbook of one sheet; `more` beside it. */
export function workbook(sheet: string, more: Parameters<typeof zip>[0] = {}): Buffer {
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
  const rels = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const packages = 'http://schemas.openxmlformats.org/package/2006'
  const kind = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
  const link = (type: string, target: string) =>
    `<Relationships xmlns="${packages}/relationships"><Relationship Id="r1" Type="${rels}/${type}" Target="${target}"/></Relationships>`
  return zip({
    '[Content_Types].xml': `<Types xmlns="${packages}/content-types"><Override PartName="/xl/workbook.xml" ContentType="${kind}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${kind}.worksheet+xml"/></Types>`,
    '_rels/.rels': link('officeDocument', 'xl/workbook.xml'),
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${rels}"><sheets><sheet name="Agents" sheetId="1" r:id="r1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': link('worksheet', 'worksheets/sheet1.xml'),
    'xl/worksheets/sheet1.xml': `<worksheet xmlns="${main}">${sheet}</worksheet>`,
    ...more,
  })
}
