import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Answer, Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'
import { everyRoute, pathsOf } from './ground'

/** What is refused is refused in French, also where a schema has no sentence of its own: zod's are never shown. */
let site: TestSite

beforeAll(async () => {
  site = await openSite()
})
afterAll(() => site.close())

const english = /Too (big|small)|Invalid|Unrecognized|\bexpected\b|\breceived\b|\bmust (be|match|have|not)\b/
const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => ({ file, text: readFileSync(join('src', file), 'utf8') }))
  .filter(({ text }) => text.includes("from 'zod'"))

/** What each field of each form, list and document is given in turn. */
const wrong: unknown[] = [
  ...['', 'x', 'x!§ -', '-1', '9'.repeat(40), 'x'.repeat(600), 'x'.repeat(300_000), '2026-02-30', 'a@', '\u0007'],
  ...[undefined, null, 7, -0.5, 1e300, true, [], [null], Array(2_000).fill('x'), {}, { x: 1 }, new Date(0)],
]

describe('a schema', () => {
  it('has a French sentence for everything that it does not take', async () => {
    const schemas: [string, z.ZodType][] = []
    for (const { file } of files)
      for (const [name, value] of Object.entries(await import(/* @vite-ignore */ resolve('src', file))))
        if (value instanceof z.ZodType) schemas.push([`${file} ${name}`, value])
    expect(schemas.length).toBeGreaterThan(60)
    const said = new Map<string, string>()
    for (const [name, schema] of schemas)
      for (const value of [...wrong, ...(schema instanceof z.ZodObject ? filled(schema) : [])])
        for (const { path, message } of (await schema.safeParseAsync(value)).error?.issues ?? [])
          if (english.test(message)) said.set(`${name} ${path.join('.')}`, message)
    expect([...said]).toEqual([])
  })
})

/** Every field with the same wrong value, and one more that there is not. */
function filled({ shape }: z.ZodObject): Record<string, unknown>[] {
  return wrong.map((value) => ({ ...Object.fromEntries(Object.keys(shape).map((key) => [key, value])), intrus: value }))
}

/** Every word of a schema of ours, and some that are none. */
const names = [...new Set(files.flatMap(({ text }) => [...text.matchAll(/^\s+(\w+):/gm)].map(([, name = '']) => name)))]

describe('an address', () => {
  it('with a parameter too long or ill-formed is answered in French', { timeout: 180_000 }, async () => {
    const real = await pathsOf(site)
    const [drh, admin] = [await site.as('drh'), await site.as('admin')]
    const reads = (await everyRoute()).filter(({ method, path }) => method === 'GET' && !/live$|\.\w+$/.test(path))
    let refused = 0
    for (const at of reads.map(({ path }) => real(path))) {
      const client = (await drh.get(at)).status === 403 ? admin : drh
      for (const query of await wrongly(client, at)) {
        const answer = await client.get(`${at}?${query}`)
        if (answer.status === 422) refused++
        expect(shown(answer), `${at}?${query.slice(0, 200)}`).not.toMatch(english)
        expect(answer.status).toBeLessThan(500)
      }
    }
    expect(refused).toBeGreaterThan(60)
  })

  it('as found by hand', async () => {
    const drh = await site.as('drh')
    const admin = await site.as('admin')
    const long = 'x'.repeat(2_001)
    for (const [client, address, sentence] of [
      [drh, `/personnel?apres=${long}`, 'Ce lien de page n’est plus lisible.'],
      [drh, `/personnel?avant=${long}`, 'Ce lien de page n’est plus lisible.'],
      [admin, `/utilisateurs?apres=${long}`, 'Ce lien de page n’est plus lisible.'],
      [drh, '/documents?type=xxx!', 'Choisissez une valeur de la liste.'],
    ] as const) {
      const answer = await client.get(`/mppeep${address}`)
      expect([answer.status, shown(answer)]).toEqual([422, expect.stringContaining(sentence)])
    }
  })
})

/** Queries that say all that this address reads, wrongly; by a few at a time where they are long. */
async function wrongly(client: Client, at: string): Promise<string[]> {
  const { status, text } = await client.get(`${at}?${names.map((name) => `${name}=`).join('&')}`)
  const read = status === 422 ? names.filter((name) => !text.includes(`${name}\u202f: Ce champ n’existe pas.`)) : []
  const few = Array.from({ length: Math.ceil(read.length / 4) }, (_, index) => read.slice(index * 4, index * 4 + 4))
  return [
    ...['x!§', '-1', '9'.repeat(30)].map((value) => said(read, value)),
    ...few.map((some) => said(some, 'x'.repeat(2_100))),
  ].filter(Boolean)
}

function said(read: string[], value: string): string {
  return read.map((name) => `${name}=${encodeURIComponent(value)}`).join('&')
}

function shown({ text }: Answer): string {
  return text.replace(/<(script|style)[^>]*>.*?<\/\1>/gs, '').replace(/<[^>]*>/g, ' ')
}
