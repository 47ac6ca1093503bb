import { execFile } from 'node:child_process'
import { readdirSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { pdf } from '../corrections/hand'
import { type SiteProcess, startSite } from '../drills/program'
import { openSite, type TestSite } from '../support/site'
import { personOf, sendForm } from './hand'

let site: TestSite
let killed: SiteProcess

beforeAll(async () => {
  site = await openSite()
  const { DATABASE_URL = '', DIRECT_DATABASE_URL = '', DATA_DIR = '', REDIS_URL = '' } = process.env
  killed = await startSite({ DATABASE_URL, DIRECT_DATABASE_URL, DATA_DIR, REDIS_URL })
})
afterAll(async () => {
  await killed.kill()
  await site.close()
})

it('a site that is killed between a file and its row leaves one that is found, and repaired from the command line', async () => {
  const rh = killed.visitor()
  for (const cookie of (await site.as('rh')).cookies) rh.cookies.set(...cookie)
  const person = await personOf(site, 'DAJ')
  const asked = await site.sql.begin(async (held) => {
    await held`select from personnel where id = ${person} for update`
    const file = { name: 'pièce.pdf', bytes: pdf({ extra: '% killed\n' }) }
    const gone = sendForm(rh, `/personnel/${person}/documents`, { type: 'certificat' }, file).catch(() => 'gone')
    await expect.poll(stored, { timeout: 10_000, interval: 20 }).toHaveLength(1)
    await killed.kill()
    return gone
  })
  expect(await asked).toBe('gone')
  expect(await site.sql`select from files`).toHaveLength(0)
  // what is an hour old is nobody's
  const before = new Date(Date.now() - 7_200_000)
  utimesSync(stored()[0]!, before, before)
  expect((await cli('doctor')).stdout).toMatch(/attention {2}Fichiers\u202f: 1 sans ligne dans la base/)
  expect(await cli('files:repair')).toMatchObject({ code: 0, stdout: '1\u00a0fichier retiré du stockage.\n' })
  expect(stored()).toEqual([])
  expect((await cli('doctor')).stdout).toMatch(/ok {9}Fichiers/)
}, 60_000)

function stored(): string[] {
  const files = join(process.env.DATA_DIR!, 'files')
  const all = readdirSync(files, { recursive: true, encoding: 'utf8' })
  return all.filter((name) => /^[0-9a-f]{2}\/[0-9a-f]{62}$/.test(name)).map((name) => join(files, name))
}

function cli(command: string): Promise<{ code: number; stdout: string }> {
  return new Promise((resolve) => {
    const code = (error: unknown) => (error === null ? 0 : Number((error as { code?: unknown }).code))
    execFile(process.execPath, ['src/door.mjs', 'cli', command], (error, stdout) =>
      resolve({ code: code(error), stdout }),
    )
  })
}
