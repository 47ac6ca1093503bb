import { parse } from 'csv-parse/sync'
import { vi } from 'vitest'
import type { Answer, Client } from '../support/client'
import type { TestSite } from '../support/site'

export const taken = '/mppeep/exports/listes'

/** A CSV as another program reads it. */
export function rowsOfCsv({ bytes }: Answer): string[][] {
  return parse(bytes, { bom: true, delimiter: ';' }) as string[][]
}

/** The cells of each row of the first table of a page, without the words for screen readers. */
export function tableOf({ text }: Answer): string[][] {
  const body = /<tbody>([\s\S]*?)<\/tbody>/.exec(text)?.[1] ?? ''
  return [...body.matchAll(/<tr>([\s\S]*?)<\/tr>/g)].map(([, row]) =>
    [...row!.matchAll(/<t[hd][^>]*>([\s\S]*?)<\/t[hd]>/g)].map(([, cell]) => plain(cell!)),
  )
}

function plain(html: string): string {
  return html
    .replace(/<span class="(sr-only|nothing)">[\s\S]*?<\/span>/g, '')
    .replace(/<small>[\s\S]*?<\/small>/g, '')
    .replace(/<[^>]*>/g, '')
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .trim()
}

/** A moment as a program reads it. */
export const instant = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/

/** A moment for somebody who reads, as `23/11/2026 19:22:39`. */
export function onPage(cell: string): string {
  if (!instant.test(cell)) return cell
  return `${cell.slice(0, 10).split('-').reverse().join('/')} ${cell.slice(11, 19)}`
}

/** The moment of a line, which a workbook keeps as a number of days (ECMA-376 §18.17.4.1), as the text of a CSV. */
export function withMoment([line = '', serial = '', ...rest]: string[]): string[] {
  const days = Number(serial)
  return [line, days > 40_000 ? new Date(Math.round((days - 25_569) * 86_400_000)).toISOString() : serial, ...rest]
}

/** Asks for a file, has the worker make it, and fetches it. */
export async function made(site: TestSite, client: Client, fields: Record<string, string>): Promise<Answer> {
  const asked = await client.post('/mppeep/exports', fields)
  if (asked.status !== 303) throw new Error(`${asked.status} ${asked.text.slice(0, 300)}`)
  const page = asked.headers.location!
  await work(site)
  return client.get(`${page}/fichier`)
}

/** Everything that is asked for is done. */
export async function work(site: TestSite): Promise<void> {
  const { startRunner } = await import('../../src/outbox/runner')
  const { exportJob } = await import('../../src/exports/job')
  const runner = startRunner({ export: exportJob })
  const left = () => site.sql`select reason from outbox where kind = 'export' and finished_at is null`
  try {
    await vi.waitFor(
      async () => {
        if ((await left()).length > 0) throw new Error('not yet')
      },
      { timeout: 30_000, interval: 50 },
    )
  } finally {
    await runner.stop()
  }
}
