import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { examined, versionOf } from '../../src/lib/clamd'
import { ask, pdf } from '../corrections/hand'
import { errorsOf } from '../personnel/paper'
import { type Clamd, openClamd } from '../support/clamd'
import type { Client } from '../support/client'
import { freePort, openSite, type TestSite } from '../support/site'
import { watch } from '../support/traces'

/** The scanner that a house may have: what it finds is not kept, and nothing is that it has not seen. */
const home = mkdtempSync(join(tmpdir(), 'clam-'))
const path = join(home, 'clamd.sock')
const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
/** A harmless file that our daemon takes for the other kind. */
const bad = pdf({ extra: '% essai\n' })
const known = new Map([[hashOf(bad), 'Essai.Inoffensif-1']])

afterAll(() => rmSync(home, { recursive: true, force: true }))

describe('a daemon of ClamAV', () => {
  let clamd: Clamd
  let url: string

  beforeAll(async () => {
    const port = await freePort()
    url = `tcp://127.0.0.1:${port}`
    clamd = await openClamd(port, known, 1_000_000)
  })
  beforeEach(() => {
    clamd.mood = 'answers'
  })
  afterAll(() => clamd.close())

  it.each([0, 1, 65_535, 65_536, 65_537, 999_999])('is given a file of %i bytes whole, in chunks', async (length) => {
    const bytes = randomBytes(length)
    expect(await examined(url, bytes, 5_000)).toEqual({ is: 'clean' })
    expect(clamd.received.equals(bytes)).toBe(true)
    expect(clamd.chunks.every((chunk) => chunk > 0 && chunk <= 65_536)).toBe(true)
  })

  it('says what it found, which version it is, and that a file is too big for it', async () => {
    expect(await examined(url, bad, 5_000)).toEqual({ is: 'infected', by: 'Essai.Inoffensif-1' })
    expect(await versionOf(url, 5_000)).toBe('ClamAV 1.4.3/27800/Mon Nov 23 08:00:00 2026')
    expect(await examined(url, randomBytes(1_000_001), 5_000)).toEqual({ is: 'too-big' })
  })

  it.each(['frozen', 'cuts', 'babbles'] as const)('that %s is not taken for one that found nothing', async (mood) => {
    clamd.mood = mood
    const began = Date.now()
    await expect(examined(url, randomBytes(500_000), 300)).rejects.toThrow()
    expect(Date.now() - began).toBeLessThan(3_000)
  })

  it('that is not there is told at once', async () => {
    await expect(examined(`unix:${join(home, 'none')}`, bad, 5_000)).rejects.toThrow('ENOENT')
    await expect(examined(`tcp://127.0.0.1:${await freePort()}`, bad, 5_000)).rejects.toThrow('ECONNREFUSED')
  })
})

describe('a proof, where there is a scanner', () => {
  let site: TestSite
  let agent: Client
  let admin: Client
  let clamd: Clamd

  beforeAll(async () => {
    clamd = await openClamd(path, known, 3_000_000)
    site = await openSite({ env: { CLAMAV_URL: `unix:${path}` } })
    ;[agent, admin] = [await site.as('agent'), await site.as('admin')]
  })
  beforeEach(() => {
    clamd.mood = 'answers'
    site.log.length = 0
  })
  afterAll(async () => {
    await site.close()
    await clamd.close()
  })

  const send = (bytes: Buffer) => ask(agent, { children: '9' }, { name: 'acte.pdf', bytes })
  const events = () => site.log.map((line) => line['event.name'])

  it('5.4.3 in which it finds something is refused at the field, kept nowhere, and said in the journal', async () => {
    const traces = await watch(site.sql)
    const answer = await send(bad)
    expect(answer.status).toBe(422)
    expect(errorsOf(answer).document).toContain('L’antivirus a trouvé un programme malveillant')
    expect(answer.text).toContain('value="9"')
    expect(await traces()).toEqual({ activities: 1 })
    const [line] = await site.sql`select actor_name as name, after from activities where event = 'file.infected'`
    expect(line).toMatchObject({ after: { name: 'acte.pdf', found: 'Essai.Inoffensif-1' } })
    expect(events()).toContain('file.infected')
  })

  it('5.4.3 that is bigger than it takes is refused at the field', async () => {
    const answer = await send(pdf({ extra: `% ${'x'.repeat(3_000_000)}\n` }))
    expect(answer.status).toBe(422)
    expect(errorsOf(answer).document).toContain('trop volumineux pour être examiné')
    expect(events()).toContain('scanner.too_big')
  })

  it.each(['frozen', 'cuts', 'away'] as const)(
    '5.4.3 is not taken while it is %s: 503 with the form, and nothing is kept',
    { timeout: 30_000 },
    async (how) => {
      const traces = await watch(site.sql)
      if (how === 'away') await clamd.close()
      else clamd.mood = how
      const answer = await send(pdf())
      expect([answer.status, answer.headers['retry-after']]).toEqual([503, '30'])
      expect(errorsOf(answer).document).toContain('L’antivirus ne répond pas')
      expect(answer.text).toContain('value="9"')
      expect(await traces()).toEqual({})
      expect(events()).toContain('scanner.away')
      if (how === 'away') {
        expect((await admin.get('/mppeep/ops')).text).toContain('Absent')
        clamd = await openClamd(path, known, 3_000_000)
      }
    },
  )

  it('is taken as it came when nothing is found in it; ops see that it answers, and which it is', async () => {
    const bytes = pdf()
    expect((await send(bytes)).status).toBe(303)
    expect(clamd.received.equals(bytes)).toBe(true)
    expect(await site.sql`select name from correction_proofs`).toEqual([{ name: 'acte.pdf' }])
    expect((await admin.get('/mppeep/ops')).text).toContain('ClamAV 1.4.3/27800')
  })
})
