import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { errorsOf } from '../personnel/paper'
import type { Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'
import { watch } from '../support/traces'
import { ask, desk, idOf, objectStream, own, pdf, type Sent } from './hand'

let site: TestSite
let agent: Client
let others: Client[]
let hr: Client
let children = 3
let asked = 0

beforeAll(async () => {
  site = await openSite()
  ;[agent, hr] = [await site.as('agent'), await site.as('rh')]
  others = [await site.as('chef'), await site.as('daf')]
})
afterAll(() => site.close())

const picture = (width = 40, height = 30) => sharp({ create: { width, height, channels: 3, background: '#14532d' } })

/** Asks with this proof, and takes the request back. */
async function sent(file: Sent, look?: (id: string) => Promise<void>): Promise<number> {
  const answer = await ask(agent, { children: String(++children % 30) }, file)
  if (answer.status === 303) {
    await look?.(idOf(answer))
    await agent.ask(`${own}/${idOf(answer)}`, { method: 'DELETE' })
  }
  return answer.status
}

describe('a proof', () => {
  it('that is a PDF is kept as it is, and given back as a file to be kept', async () => {
    const bytes = pdf()
    await sent({ name: 'Acte de naissance.pdf', bytes }, async (id) => {
      for (const [client, place] of [
        [agent, own],
        [hr, desk],
      ] as const) {
        const answer = await client.get(`${place}/${id}/justificatif`)
        expect(answer).toMatchObject({
          status: 200,
          headers: {
            'content-type': 'application/pdf',
            'cache-control': 'private, no-store',
            'content-security-policy':
              "default-src 'none'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; sandbox",
            'x-content-type-options': 'nosniff',
            'content-disposition':
              'attachment; filename="Acte de naissance.pdf"; filename*=UTF-8\'\'Acte%20de%20naissance.pdf',
          },
        })
        expect(answer.bytes.equals(bytes)).toBe(true)
      }
      const [row] = await site.sql<[{ whole: boolean }]>`
        select hash = sha256(bytes) as whole from correction_proofs order by added_at desc limit 1`
      expect(row.whole).toBe(true)
    })
  })

  it.each(['jpeg', 'png'] as const)(
    'that is a picture (%s) is drawn anew, without what it says of itself',
    async (kind) => {
      const bytes = await picture()
        .withExif({ IFD0: { Copyright: 'secret' }, IFD3: { GPSLatitudeRef: 'N' } })
        .toFormat(kind)
        .toBuffer()
      const polyglot = Buffer.concat([bytes, Buffer.from('<script>alert(1)</script>')])
      await sent({ name: `photo.${kind === 'jpeg' ? 'JPG' : 'png'}`, bytes: polyglot }, async (id) => {
        const answer = await hr.get(`${desk}/${id}/justificatif`)
        expect(answer.headers['content-type']).toBe(`image/${kind}`)
        const seen = await sharp(answer.bytes).metadata()
        expect(seen).toMatchObject({ format: kind, width: 40, height: 30 })
        expect(seen.exif).toBeUndefined()
        for (const left of ['secret', 'script']) expect(answer.bytes.includes(left)).toBe(false)
      })
    },
  )

  it.each([
    ['../../etc/passwd.pdf', 'passwd.pdf', 'passwd.pdf'],
    ['a"b\r\nSet-Cookie: x=1.pdf', null, null],
    ['Déclaration 👶 n°1.pdf', 'De_claration', 'D%C3%A9claration%20%F0%9F%91%B6%20n%C2%B01.pdf'],
    [`${'é'.repeat(300)}.pdf`, null, `${'%C3%A9'.repeat(120)}.pdf`],
  ])('called %j is given back under a name that does no harm', async (name, plain, encoded) => {
    const status = await sent({ name, bytes: pdf() }, async (id) => {
      const { headers } = await agent.get(`${own}/${id}/justificatif`)
      const said = headers['content-disposition'] ?? ''
      expect(said).toMatch(/^attachment; filename="[ -!#-[\]-~]{1,140}"; filename\*=UTF-8''[A-Za-z0-9%._~!$&+^`|-]+$/)
      if (plain === 'passwd.pdf') expect(said).toContain('filename="passwd.pdf"')
      if (encoded) expect(said.endsWith(encoded)).toBe(true)
      expect(headers['set-cookie']).toBeUndefined()
    })
    expect(status).toBe(303)
  })

  const js = '<< /S /JavaScript /JS (app.alert\\(1\\)) >>'
  it.each<[string, string, () => Buffer | string | Promise<Buffer>, RegExp]>([
    ['a page under the name of a PDF', 'a.pdf', () => '<html><body>', /PDF, JPEG ou PNG/],
    ['an SVG', 'a.svg', () => '<svg xmlns="http://www.w3.org/2000/svg"/>', /PDF, JPEG ou PNG/],
    ['a GIF', 'a.gif', () => picture().gif().toBuffer(), /PDF, JPEG ou PNG/],
    ['a PNG called a PDF', 'a.pdf', () => picture().png().toBuffer(), /ne correspond pas/],
    ['a PDF called a picture', 'a.jpg', () => pdf(), /ne correspond pas/],
    ['a PDF without a name for its kind', 'acte', () => pdf(), /ne correspond pas/],
    ['a PDF called .pdf.exe', 'a.pdf.exe', () => pdf(), /ne correspond pas/],
    [
      'a picture cut short',
      'a.png',
      async () => (await picture(300, 300).png({ compressionLevel: 0 }).toBuffer()).subarray(0, 5_000),
      /illisible/,
    ],
    ['a bomb of pixels', 'a.png', () => picture(6_000, 5_000).png().toBuffer(), /25 mégapixels/],
    ['the head of a PDF alone', 'a.pdf', () => '%PDF-1.7\n', /illisible ou incomplet/],
    ['a PDF cut short', 'a.pdf', () => pdf().subarray(0, 120), /illisible ou incomplet/],
    [
      'a PDF whose table is elsewhere',
      'a.pdf',
      () =>
        pdf()
          .toString('latin1')
          .replace(/startxref\n\d+/, 'startxref\n7'),
      /illisible/,
    ],
    ['a PDF with something behind it', 'a.pdf', () => pdf({ tail: 'PK\x03\x04' }), /illisible ou incomplet/],
    ['a PDF with a script', 'a.pdf', () => pdf({ catalog: `/OpenAction ${js}` }), /du code, un fichier joint/],
    [
      'a PDF with a script spelt otherwise',
      'a.pdf',
      () => pdf({ catalog: '/OpenAction << /S /J#61vaScript >>' }),
      /du code/,
    ],
    ['a PDF with a script in a compressed object', 'a.pdf', () => pdf({ extra: objectStream(`5 0 ${js}`) }), /du code/],
    [
      'the same, its kind hidden',
      'a.pdf',
      () => pdf({ extra: objectStream(`5 0 ${js}`, '/Type /XObject') }),
      /du code/,
    ],
    [
      'a PDF with another file',
      'a.pdf',
      () => pdf({ catalog: '/Names << /EmbeddedFiles 4 0 R >>' }),
      /du code, un fichier joint/,
    ],
    [
      'a PDF that starts a program',
      'a.pdf',
      () => pdf({ catalog: '/OpenAction << /S /Launch /F (cmd.exe) >>' }),
      /du code/,
    ],
    ['a PDF behind a password', 'a.pdf', () => pdf({ catalog: '/Encrypt 4 0 R' }), /mot de passe/],
    [
      'objects in a stream that nobody looks into',
      'a.pdf',
      () => pdf({ extra: objectStream('x', '/Type /ObjStm /Filter /ASCII85Decode') }),
      /illisible/,
    ],
    [
      'a PDF of nothing but streams',
      'a.pdf',
      () => pdf({ extra: 'stream endstream '.repeat(20_001) }),
      /trop volumineux/,
    ],
    ['a file without a byte', 'a.pdf', () => '', /vide/],
  ])('that is %s is refused at its field, and leaves no trace', async (_what, name, make, message) => {
    const bytes = await make()
    const traces = await watch(site.sql)
    // one account sends twenty in a minute
    const client = others[asked++ % 2]!
    const answer = await ask(client, { children: '9', note: 'Naissance de Koffi' }, { name, bytes })
    expect(answer.status).toBe(422)
    expect(errorsOf(answer).document).toMatch(message)
    expect(answer.text).not.toContain('name="kept"')
    for (const typed of ['value="9"', 'Naissance de Koffi']) expect(answer.text).toContain(typed)
    expect(await traces()).toEqual({})
  })

  it('is never shown to anybody else, even somebody who knows its address', async () => {
    await sent({ name: 'a.pdf', bytes: pdf() }, async (id) => {
      for (const [role, place, status] of [
        ['chef', own, 404],
        ['rh', own, 404],
        ['drh', own, 404],
        ['chef', desk, 403],
        ['auditeur', desk, 403],
        ['admin', desk, 403],
        ['agent', desk, 403],
      ] as const) {
        const answer = await (await site.as(role)).get(`${place}/${id}/justificatif`)
        expect(answer.status, `${role} ${place}`).toBe(status)
      }
      expect((await site.visitor().get(`${own}/${id}/justificatif`)).status).toBe(303)
    })
  })
})
