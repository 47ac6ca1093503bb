import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pdf } from '../corrections/hand'
import { errorsOf } from '../personnel/paper'
import { type Clamd, openClamd } from '../support/clamd'
import type { Client } from '../support/client'
import { freePort, openSite, type TestSite } from '../support/site'
import { watch } from '../support/traces'
import { lastOf, personOf, sendForm } from './hand'
import { pourInto } from './pour'

const mebibyte = 1_048_576
const bad = pdf({ extra: '% bad\n' })
let site: TestSite
let clamd: Clamd
let port: number
let rh: Client
let person: string
const files = () => join(process.env.DATA_DIR!, 'files')
const pour = (headers: Record<string, string>, megabytes: number, leave = false) =>
  pourInto(site.port, rh, `/mppeep/personnel/${person}/documents`, { headers, megabytes, leave })
const incoming = () => readdirSync(join(files(), 'incoming'))
const add = (bytes: Buffer, name = 'pièce.pdf', fields: Record<string, string> = { type: 'certificat' }) =>
  sendForm(rh, `/personnel/${person}/documents`, fields, { name, bytes })
const known = new Map([[createHash('sha256').update(bad).digest('hex'), 'Essai.Virus']])

beforeAll(async () => {
  port = await freePort()
  clamd = await openClamd(port, known)
  site = await openSite({ env: { CLAMAV_URL: `tcp://127.0.0.1:${port}` } })
  rh = await site.as('rh')
  person = await personOf(site, 'DAJ')
  mkdirSync(join(files(), 'incoming'), { recursive: true })
})
afterAll(async () => {
  await site.close()
  await clamd.close()
})

describe('the scanner', () => {
  it('refuses what it finds something in, and nothing of it stays', async () => {
    const traces = await watch(site.sql)
    const answer = await add(bad)
    expect([answer.status, errorsOf(answer).document]).toEqual([422, expect.stringMatching(/malveillant/)])
    expect(await traces()).toEqual({ activities: 1 })
    expect(incoming()).toEqual([])
  })

  it('away, leaves files that nobody reads until it has looked at them', async () => {
    await clamd.close()
    expect((await add(bad)).status).toBe(303)
    const infected = await lastOf(site, person)
    expect((await add(pdf({ extra: '% good\n' }))).status).toBe(303)
    const good = await lastOf(site, person)
    for (const id of [infected, good]) {
      expect((await rh.get(`/mppeep/documents/${id}`)).status).toBe(409)
      expect((await rh.get(`/mppeep/documents/${id}/fiche`)).text).toContain('En attente de l’antivirus')
    }
    const { examineQuarantine } = await import('../../src/documents/quarantine')
    expect(await examineQuarantine()).toBe(0)
    clamd = await openClamd(port, known)
    const traces = await watch(site.sql)
    expect(await examineQuarantine()).toBe(2)
    expect(await traces()).toEqual({ files: 2, documents: 1, activities: 1, notifications: 1 })
    expect((await rh.get(`/mppeep/documents/${good}`)).status).toBe(200)
    expect((await rh.get(`/mppeep/documents/${infected}`)).status).toBe(404)
    expect((await rh.get(`/mppeep/documents/${infected}/fiche`)).text).toContain('refusé par l’antivirus')
    expect(await examineQuarantine()).toBe(0)
  })
})

describe('a file that comes in', () => {
  it('far too long is refused early, in flat memory', async () => {
    const before = process.memoryUsage().rss
    const sent = await pour({ 'content-length': String(200 * mebibyte) }, 200)
    expect(sent.status).toBe(413)
    expect(sent.sent).toBeLessThan(30)
    const chunked = await pour({}, 200)
    expect(chunked.status).toBe(413)
    expect(chunked.sent).toBeLessThan(40)
    expect(process.memoryUsage().rss - before).toBeLessThan(80 * mebibyte)
    expect(incoming()).toEqual([])
  }, 30_000)

  it('is one of twenty of the limit at once, in flat memory', async () => {
    const before = process.memoryUsage().rss
    const answers = await Promise.all(Array.from({ length: 20 }, () => pour({}, 9.9)))
    // a PDF in name only: each came in whole and was looked at
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(422))
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * mebibyte)
    expect(incoming()).toEqual([])
  }, 60_000)

  it('and is cut leaves nothing', async () => {
    const traces = await watch(site.sql)
    await pour({ 'content-length': String(5 * mebibyte) }, 2, true)
    await expect.poll(incoming).toEqual([])
    expect(await traces()).toEqual({})
  })

  it.each([
    ['../../etc/passwd.pdf', 'passwd.pdf'],
    ['a%0D%0AX-Faux: 1.pdf', 'aX-Faux_ 1.pdf'],
    ['« une » "pièce" 📎.pdf', '« une » _pièce_ 📎.pdf'],
    [`${'é'.repeat(300)}.pdf`, `${'é'.repeat(120)}.pdf`],
  ])('called %s is sent back as %s', async (name, kept) => {
    expect((await add(pdf({ extra: `% ${Buffer.from(name).toString('hex')}\n` }), name)).status).toBe(303)
    const answer = await rh.get(`/mppeep/documents/${await lastOf(site, person)}`)
    const [, encoded = ''] = /filename\*=UTF-8''(\S+)$/.exec(answer.headers['content-disposition'] ?? '') ?? []
    expect(decodeURIComponent(encoded)).toBe(kept)
    expect(answer.headers['x-faux']).toBeUndefined()
  })
})

describe('the disk', () => {
  it.runIf(mayMount())('full says so at the field, and leaves nothing', async () => {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', join(files(), 'incoming')])
    try {
      const traces = await watch(site.sql)
      const answer = await add(pdf({ extra: `%${'x'.repeat(100_000)}\n` }), 'grand.pdf', { type: 'contrat' })
      expect([answer.status, errorsOf(answer).document]).toEqual([503, expect.stringMatching(/plus de place/)])
      expect(answer.text).toMatch(/value="contrat" selected/)
      expect(await site.lineOf(answer)).toMatchObject({ 'error.type': 'unavailable', 'file.refused': 'disk-full' })
      expect([await traces(), incoming()]).toEqual([{}, []])
    } finally {
      execFileSync('umount', [join(files(), 'incoming')])
    }
    expect((await add(pdf({ extra: '% after\n' }))).status).toBe(303)
  })

  it('has no file that is nobody’s once it is repaired; what is lost is told', async () => {
    const { findAstray, repairFiles } = await import('../../src/documents/documents')
    const { put, storage } = await import('../../src/storage/storage')
    expect(await findAstray()).toEqual({ lost: [], stray: [] })
    // a process that ends between the file and its row
    const { hash } = await put([Buffer.from('à personne')])
    expect((await findAstray()).stray).toEqual([])
    const later = Date.now() + 2 * 3_600_000
    expect(await repairFiles(later)).toEqual({ lost: [], stray: [{ hash, bytes: 11 }], forgotten: 0 })
    expect(await storage().has(hash)).toBe(false)
    const [row] = await site.sql<[{ hash: string }]>`select hash from files where state = 'saine' limit 1`
    await storage().remove(row.hash)
    expect((await repairFiles(later)).lost).toEqual([row.hash])
    const [document] = await site.sql<[{ id: string }]>`
      select id from documents where file = ${row.hash} and withdrawn_at is null limit 1`
    expect((await rh.get(`/mppeep/documents/${document.id}`)).status).toBe(404)
  })
})

describe('what ends', () => {
  it('is told 90, 30 and 7 days before, each time once', async () => {
    const { sendAlerts } = await import('../../src/documents/alerts')
    const [own] = await site.sql<
      [{ id: string }]
    >`select person_id as id from users where email = 'agent@mppeep.example'`
    const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
    const fields = { type: 'cni', expiresOn: inDays(80) }
    await sendForm(rh, `/personnel/${own.id}/documents`, fields, { name: 'cni.pdf', bytes: pdf({ extra: '% cni\n' }) })
    const id = await lastOf(site, own.id)
    // its person, and the two who keep the files
    for (const [days, told] of [
      [80, 3],
      [60, 0],
      [30, 3],
      [8, 0],
      [3, 3],
      [0, 0],
      [-1, 0],
    ] as const) {
      await site.sql`update documents set expires_on = ${inDays(days)} where id = ${id}`
      const traces = await watch(site.sql)
      await Promise.all([sendAlerts(), sendAlerts()])
      expect((await traces()).notifications ?? 0, `${days} days`).toBe(told)
    }
    await site.sql`update documents set expires_on = ${inDays(5)} where id = ${id}`
    const list = await rh.get('/mppeep/documents?delai=7')
    expect(list.text).toContain('<strong>1\u00a0document</strong>')
    expect((await rh.get('/mppeep/documents?delai=depasse')).text).toContain('Aucun document à cette échéance')
  })

  it('asks as often of the database for one as for many', async () => {
    const calls = async () => (await site.lineOf(await rh.get('/mppeep/documents?delai=tous')))['db.calls']
    const one = await calls()
    await site.sql`
      insert into documents (person_id, type, series, file, name, expires_on)
      select p.id, 'passeport', uuidv7(), (select hash from files limit 1), 'a.pdf', current_date + n::int
      from (select id, row_number() over (order by id) as n from personnel where left_on is null limit 120) p`
    expect(await calls()).toBe(one)
    const first = await rh.get('/mppeep/documents?delai=tous')
    const next = /href="([^"]+)"[^>]*>Suivante/.exec(first.text)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const names = (text: string) => [...text.matchAll(/documents\/([0-9a-f-]{36})\/fiche/g)].map(([, id]) => id)
    const second = await rh.get(next)
    expect(names(first.text)).toHaveLength(50)
    expect(names(second.text)).toHaveLength(50)
    expect(new Set([...names(first.text), ...names(second.text)]).size).toBe(100)
  })
})

describe('a photo', () => {
  it.each(['start', 'centre', 'end'])('is cut where it was said: %s', async (crop) => {
    const { default: sharp } = await import('sharp')
    const bands = Buffer.from([1, 0, 0, 0, 1, 0, 0, 0, 1].map((part) => part * 255))
    const wide = sharp(bands, { raw: { width: 3, height: 1, channels: 3 } }).resize(600, 200, { kernel: 'nearest' })
    const file = { name: 'p.png', bytes: await wide.png().toBuffer() }
    expect((await sendForm(rh, `/personnel/${person}/photo`, { crop }, file, 'photo')).status).toBe(303)
    const { channels } = await sharp((await rh.get(`/mppeep/personnel/${person}/photo`)).bytes).stats()
    const brightest = channels.map(({ mean }) => mean > 200).indexOf(true)
    expect(brightest).toBe(['start', 'centre', 'end'].indexOf(crop))
  })

  it('is cut square in two sizes, for whoever reads the file', async () => {
    const { default: sharp } = await import('sharp')
    const wide = sharp({ create: { width: 300, height: 200, channels: 3, background: '#a16207' } })
    const bytes = await wide
      .withExif({ IFD0: { Model: 'Appareil secret' } })
      .jpeg()
      .toBuffer()
    expect((await sendForm(rh, `/personnel/${person}/photo`, {}, { name: 'p.jpg', bytes }, 'photo')).status).toBe(303)
    for (const side of [64, 256]) {
      const answer = await rh.get(`/mppeep/personnel/${person}/photo?taille=${side}`)
      expect([answer.status, answer.headers['cache-control']]).toEqual([200, 'private, no-store'])
      expect(await sharp(answer.bytes).metadata()).toMatchObject({ width: side, height: side, format: 'jpeg' })
      expect(answer.bytes.includes('Appareil')).toBe(false)
    }
    expect((await rh.get(`/mppeep/personnel/${person}`)).text).toContain(`/personnel/${person}/photo?taille=64`)
    expect((await (await site.as('chef')).get(`/mppeep/personnel/${person}/photo`)).status).toBe(404)
    const list = async () => (await rh.get('/mppeep/personnel?unite=DAJ&colonnes=photo')).text
    const [, small = ''] = /<img src="([^"]+)" alt="" width="40"/.exec(await list()) ?? []
    const shown = await rh.get(small.replaceAll('&amp;', '&'))
    expect([shown.status, shown.headers['cache-control']]).toEqual([200, 'private, max-age=86400'])
    await rh.post(`/mppeep/personnel/${person}/photo?_method=DELETE`, {})
    expect(await list()).not.toContain('width="40"')
    const wrong = await sendForm(rh, `/personnel/${person}/photo`, {}, { name: 'p.jpg', bytes: pdf() }, 'photo')
    expect([wrong.status, errorsOf(wrong).photo]).toEqual([422, 'Envoyez une image PNG ou JPEG.'])
  })
})

function mayMount(): boolean {
  try {
    execFileSync('sh', ['-c', 'd=$(mktemp -d) && mount -t tmpfs tmpfs $d && umount $d && rmdir $d'], {
      stdio: 'ignore',
    })
    return true
  } catch {
    return false
  }
}
