import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Answer, Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'
import { decide, place } from './hand'

let site: TestSite
let admin: Client

beforeAll(async () => {
  site = await openSite()
  admin = await site.as('admin')
})
afterAll(() => site.close())

const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#14532d' } })

async function put(bytes: Buffer | string, name = 'blason.png', method = 'POST'): Promise<Answer> {
  const form = new FormData()
  form.append('logo', new Blob([new Uint8Array(Buffer.from(bytes))]), name)
  const request = new Request('http://localhost', { method: 'POST', body: form })
  const body = Buffer.from(await request.arrayBuffer())
  const headers = { 'content-type': request.headers.get('content-type') ?? '' }
  return admin.ask(`${place}/logo`, { method, body, headers })
}

async function worn(client = site.visitor()): Promise<string | undefined> {
  const page = await client.get('/mppeep/connexion')
  return /<img class="logo" src="([^"]+)"/.exec(page.text)?.[1]
}

describe('a logo', () => {
  it('is drawn anew as a small PNG without metadata, and seen by anybody, for ever', async () => {
    const photo = await picture(1_600, 900)
      .jpeg()
      .withExif({ IFD0: { Copyright: 'secret' } })
      .toBuffer()
    expect((await put(photo)).status).toBe(303)
    const src = await worn()
    expect(src).toMatch(/^\/mppeep\/logo\/[0-9a-f]{32}$/)
    const answer = await site.visitor().get(src!)
    expect(answer).toMatchObject({
      status: 200,
      headers: {
        'content-type': 'image/png',
        'cache-control': 'public, max-age=31536000, immutable',
        'content-security-policy':
          "default-src 'none'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; sandbox",
        'x-content-type-options': 'nosniff',
      },
    })
    expect(answer.headers['set-cookie']).toBeUndefined()
    const seen = await sharp(answer.bytes).metadata()
    expect(seen).toMatchObject({ format: 'png', width: 512, height: 288 })
    expect(seen.exif).toBeUndefined()
    expect(answer.bytes.includes('secret')).toBe(false)
    expect((await admin.get('/mppeep/accueil')).text).toContain(`src="${src}"`)
  })

  it('of another picture has another address, and the first goes on being there', async () => {
    const before = await worn()
    expect((await put(await picture(40, 40).png().toBuffer())).status).toBe(303)
    const after = await worn()
    expect(after).not.toBe(before)
    expect((await site.visitor().get(before!)).status).toBe(200)
  })

  it('is taken off, and is a version like the others', async () => {
    expect((await put('', '', 'DELETE')).status).toBe(303)
    expect(await worn()).toBeUndefined()
    expect((await admin.get(`${place}/versions`)).text).toMatch(/Logo\u202f: <del>image \w+<\/del>.*<ins>aucun<\/ins>/)
  })

  it.each<[string, () => Buffer | string | Promise<Buffer>, RegExp]>([
    [
      'an SVG',
      () => '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
      /SVG ne sont pas acceptées/,
    ],
    ['an SVG behind a declaration', () => '\ufeff <?xml version="1.0"?><svg/>', /SVG ne sont pas acceptées/],
    ['a page', () => '<html><body>', /PNG ou JPEG/],
    ['a GIF', () => picture(4, 4).gif().toBuffer(), /PNG ou JPEG/],
    ['the beginning of a PNG', () => Buffer.from('89504e470d0a1a0a', 'hex'), /illisible/],
    [
      'a PNG cut short',
      async () => (await picture(300, 300).png({ compressionLevel: 0 }).toBuffer()).subarray(0, 5_000),
      /illisible/,
    ],
    ['a line', () => picture(2_000, 40).png().toBuffer(), /ne se verrait pas/],
    ['a pole', () => picture(40, 2_000).png().toBuffer(), /ne se verrait pas/],
    ['a dot', () => picture(1, 1).png().toBuffer(), /ne se verrait pas/],
    ['a bomb of pixels', () => picture(6_000, 5_000).png().toBuffer(), /illisible, ou trop grande/],
  ])('%s is refused in words, and nothing is kept', async (_what, make, message) => {
    const answer = await put(await make())
    expect(answer.status).toBe(422)
    expect(answer.text).toMatch(new RegExp(`id="champ-logo-erreur">.*${message.source}`, 's'))
    expect(await worn()).toBeUndefined()
  })

  it('larger than the settings allow is 413, as soon as they say so', async () => {
    const large = await picture(900, 900).png({ compressionLevel: 0 }).toBuffer()
    expect(large.length).toBeGreaterThan(2_000_000)
    expect((await put(large)).status).toBe(303)
    await decide(admin, 'dossiers', { uploadLimitMb: '1' })
    const answer = await put(large)
    expect(answer.status).toBe(413)
    expect(answer.text).toContain('dépasse 1\u00a0Mo')
  })

  it.each(['x', '0'.repeat(32), 'X'.repeat(32), '%00'])('asked for as %s is nowhere', async (version) => {
    expect((await site.visitor().get(`/mppeep/logo/${version}`)).status).toBe(404)
  })
})
