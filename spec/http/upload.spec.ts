import { request } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Answer, Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'

/** The logo of the house is a form with one file: what is asked of every such form is asked of it. */
const path = '/mppeep/parametres/logo'
const mebibyte = 1_048_576
const boundary = '----essai'

let site: TestSite
let admin: Client
let small: Buffer

beforeAll(async () => {
  site = await openSite()
  admin = await site.as('admin')
  const { default: sharp } = await import('sharp')
  small = await sharp({ create: { width: 48, height: 48, channels: 3, background: '#14532d' } })
    .png()
    .toBuffer()
})
afterAll(() => site.close())
beforeEach(() => site.sql`delete from logos`)

type Part = { name: string; filename?: string; raw?: string; body: Buffer | string }

describe('a file', () => {
  it('is taken with what was typed beside it', async () => {
    expect((await send([logo(small)])).status).toBe(303)
    expect(await kept()).toBe(1)
  })

  it('beyond the limit of the settings is 413, and is not waited for', async () => {
    const announced = await announce({ 'content-length': String(11 * mebibyte) }, Buffer.alloc(1_000))
    expect(announced).toMatchObject({ status: 413, connection: 'close' })
    const chunked = await announce({ 'transfer-encoding': 'chunked' }, Buffer.alloc(40 * mebibyte))
    expect(chunked).toMatchObject({ status: 413, connection: 'close' })
    expect(chunked.sent).toBeLessThan(30 * mebibyte)
    expect((await admin.get('/mppeep/accueil')).status).toBe(200)
    expect(await kept()).toBe(0)
  }, 20_000)

  it('just beyond the limit, with the room of the fields, is 413 too', async () => {
    const answer = await send([logo(Buffer.alloc(10 * mebibyte + 1))])
    expect(answer.status).toBe(413)
    expect(answer.text).toContain('Le fichier dépasse 10\u00a0Mo.')
    expect(answer.text).toContain('id="champ-logo-erreur"')
  })

  it('beyond the limit takes no memory, however much is sent', async () => {
    const before = process.memoryUsage().rss
    const body = multipart([logo(Buffer.alloc(30 * mebibyte))])
    const headers = { 'content-length': String(body.length) }
    const statuses = await Promise.all(Array.from({ length: 6 }, async () => (await announce(headers, body)).status))
    expect(statuses).toEqual(Array(6).fill(413))
    // what is sent is in this process too, once
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * mebibyte)
  })

  it('that is shorter than announced is nobody’s request', async () => {
    const whole = multipart([logo(small)])
    site.log.length = 0
    await announce({ 'content-length': String(whole.length + 100) }, whole, { leave: true })
    await expect.poll(() => lines()).toHaveLength(1)
    expect(lines()[0]?.['http.response.status_code']).not.toBe(303)
    expect(await kept()).toBe(0)
  })

  it('longer than announced is cut there, and unreadable', async () => {
    const whole = multipart([logo(small)])
    const answer = await announce({ 'content-length': String(whole.length - 30) }, whole.subarray(0, whole.length - 30))
    expect([400, 422]).toContain(answer.status)
    expect(await kept()).toBe(0)
  })

  it.each<[string, Part[], string]>([
    ['under no name of ours', [{ name: 'autre', filename: 'a.png', body: 'x' }], 'Choisissez un fichier.'],
    ['that is a text', [{ name: 'logo', body: 'x' }], 'Choisissez un fichier.'],
    ['that nobody chose', [{ name: 'logo', filename: '', body: '' }], 'Choisissez un fichier.'],
    ['without a byte', [{ name: 'logo', filename: 'a.png', body: '' }], 'Ce fichier est vide.'],
  ])('%s is said at its field', async (_what, parts, message) => {
    const answer = await send(parts)
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('id="champ-logo-erreur"')
    expect(answer.text).toContain(message)
  })

  it('beside another one is not chosen among them', async () => {
    const answer = await send([logo(small), logo(small)])
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('Envoyez un seul fichier.')
    expect(await kept()).toBe(0)
  })

  it.each([
    ['a form without a file', 'application/x-www-form-urlencoded', 415],
    ['no boundary', 'multipart/form-data', 400],
    ['another boundary', 'multipart/form-data; boundary=autre', 400],
  ])('in %s is refused in order', async (_what, type, status) => {
    const answer = await admin.ask(path, {
      method: 'POST',
      body: multipart([logo(small)]),
      headers: { 'content-type': type },
    })
    expect(answer.status).toBe(status)
  })

  it('sent where none is expected stays unread', async () => {
    const sent = await announce({ 'content-length': String(40 * mebibyte) }, Buffer.alloc(40 * mebibyte), {
      to: '/mppeep/personnel',
    })
    expect(sent.status).toBe(403)
    expect(sent.sent).toBeLessThan(20 * mebibyte)
  })

  it('of somebody who may not is refused before it is read', async () => {
    const agent = await site.as('agent')
    const sent = await announce({ 'content-length': String(9 * mebibyte) }, Buffer.alloc(1_000), { as: agent })
    expect(sent.status).toBe(403)
  })
})

describe('its name', () => {
  it.each([
    ['../../etc/passwd.png', 'passwd.png'],
    ['C:\\\\images\\\\logo.png', 'logo.png'],
    ['a%0D%0AX-Faux: 1.png', 'aX-Faux_ 1.png'],
    ['%22a%22.png', '_a_.png'],
    ['blason \u{1f4ce} été.png', 'blason \u{1f4ce} été.png'],
    ['\u202egnp.exe', 'gnp.exe'],
    ['..', 'fichier'],
    [`${'é'.repeat(300)}.png`, 'é'.repeat(120)],
  ])('%s is kept as %s', async (sent, shown) => {
    expect((await send([{ name: 'logo', raw: sent, body: small }])).status).toBe(303)
    const [row] = await site.sql<[{ name: string }]>`select name from logos order by added_at desc limit 1`
    expect(row.name).toBe(shown)
  })
})

function logo(body: Buffer): Part {
  return { name: 'logo', filename: 'logo.png', body }
}

function multipart(parts: Part[]): Buffer {
  const chunks = parts.flatMap(({ name, filename, raw, body }) => {
    const file = raw ?? filename
    const disposition = `form-data; name="${name}"${file === undefined ? '' : `; filename="${file}"`}`
    const type = file === undefined ? '' : '\r\nContent-Type: image/png'
    return [`--${boundary}\r\nContent-Disposition: ${disposition}${type}\r\n\r\n`, body, '\r\n']
  })
  return Buffer.concat([...chunks, `--${boundary}--\r\n`].map((chunk) => Buffer.from(chunk)))
}

function send(parts: Part[]): Promise<Answer> {
  const headers = { 'content-type': `multipart/form-data; boundary=${boundary}` }
  return admin.ask(path, { method: 'POST', body: multipart(parts), headers })
}

/** Head and body apart: what comes back while the body is still on its way. */
function announce(
  headers: Record<string, string>,
  body: Buffer,
  { to = path, as = admin, leave = false }: { to?: string; as?: Client; leave?: boolean } = {},
): Promise<{ status: number; connection: string | undefined; sent: number }> {
  const cookie = [...as.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const type = `multipart/form-data; boundary=${boundary}`
  return new Promise((resolve, reject) => {
    let sent = 0
    const outgoing = request({
      port: site.port,
      host: '127.0.0.1',
      method: 'POST',
      path: to,
      agent: false,
      headers: {
        cookie,
        'sec-fetch-site': 'same-origin',
        host: `localhost:${site.port}`,
        'content-type': type,
        ...headers,
      },
    })
    outgoing.on('response', ({ statusCode = 0, headers }) => {
      resolve({ status: statusCode, connection: headers.connection, sent })
      outgoing.destroy()
    })
    outgoing.on('error', (error) => (leave ? resolve({ status: 0, connection: undefined, sent }) : reject(error)))
    if (leave) return outgoing.write(body, () => outgoing.destroy())
    write(0)
    function write(from: number): void {
      if (from >= body.length || outgoing.destroyed) return
      const chunk = body.subarray(from, from + 65_536)
      outgoing.write(chunk, () => {
        sent += chunk.length
        setImmediate(write, from + chunk.length)
      })
    }
  })
}

function lines() {
  return site.log.filter((line) => line['event.name'] === 'http.server.request' && line['url.path'] === path)
}

async function kept(): Promise<number> {
  const [row] = await site.sql<[{ n: number }]>`select count(*)::int as n from logos`
  return row.n
}
