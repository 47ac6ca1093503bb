import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { pdf } from '../corrections/hand'
import { docx, zip } from './hand'

const folder = mkdtempSync(join(tmpdir(), 'exam-'))
let examine: typeof import('../../src/documents/examine')
let door: typeof import('../../src/storage/storage')
let picture: (kind: 'jpeg' | 'png') => Promise<Buffer>

beforeAll(async () => {
  process.env.DATA_DIR = folder
  examine = await import('../../src/documents/examine')
  door = await import('../../src/storage/storage')
  const { default: sharp } = await import('sharp')
  picture = (kind) =>
    sharp({ create: { width: 90, height: 60, channels: 3, background: '#14532d' } })
      .withExif({ IFD0: { Model: 'Appareil secret' } })
      [kind]()
      .toBuffer()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function look(name: string, bytes: Buffer) {
  const laid = await door.lay([bytes])
  try {
    const found = await examine.examined('document', { laid, name })
    return { ...found, bytes: await door.readWhole(door.readLaid(found.laid)) }
  } finally {
    for (const left of readdirSync(join(folder, 'files', 'incoming'))) rmSync(join(folder, 'files', 'incoming', left))
  }
}

/** What the log has of it, and what is said. */
const refusal = (name: string, bytes: Buffer) =>
  look(name, bytes).then(
    () => 'taken',
    ({ detail }) => `${detail.fileFault}: ${detail.errors[0].message}`,
  )

const sheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml'
const xlsx = (more: Parameters<typeof zip>[0] = {}) =>
  zip({
    '[Content_Types].xml': `<Types><Override PartName="/xl/workbook.xml" ContentType="${sheet}"/></Types>`,
    '_rels/.rels': '<Relationships/>',
    'xl/workbook.xml': '<workbook/>',
    ...more,
  })

it.each<[string, () => Promise<Buffer> | Buffer, string]>([
  ['a.pdf', () => pdf(), 'application/pdf'],
  ['a.JPG', () => picture('jpeg'), 'image/jpeg'],
  ['a.png', () => picture('png'), 'image/png'],
  ['a.docx', () => docx(), 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['a.xlsx', () => xlsx(), 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
])('takes %s', async (name, make, type) => {
  const bytes = await make()
  const found = await look(name, bytes)
  expect([found.type, found.name]).toEqual([type, name])
  if (!type.startsWith('image/')) expect(found.bytes.equals(bytes)).toBe(true)
  else expect([bytes.includes('Appareil secret'), found.bytes.includes('Appareil secret')]).toEqual([true, false])
  expect(existsSync(found.laid.path)).toBe(false)
})

const link = (type: string) =>
  `<Relationships><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="http://a.example/x" TargetMode="External"/></Relationships>`

it('takes a text with a link that one follows by a click', async () => {
  expect(await refusal('a.docx', docx({ 'word/_rels/document.xml.rels': link('hyperlink') }))).toBe('taken')
})

it.each<[string, string, () => Promise<Buffer> | Buffer, RegExp]>([
  ['a picture called PDF', 'a.pdf', () => picture('png'), /^misnamed: .*ne correspond pas/],
  ['a text called workbook', 'a.xlsx', () => docx(), /^misnamed: .*ne correspond pas/],
  ['SVG', 'a.png', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), /^svg: .*SVG/],
  ['a page', 'a.pdf', () => Buffer.from('<!doctype html><p>'), /^neither: .*Envoyez un fichier/],
  ['half a picture', 'a.png', async () => (await picture('png')).subarray(0, 60), /^unreadable: .*illisible/],
  ['an archive of something else', 'a.docx', () => zip({ 'a.txt': 'a' }), /^neither: .*Envoyez un fichier/],
  ['a macro', 'a.docx', () => docx({ 'word/vbaProject.bin': 'x' }), /^active: .*macro/],
  [
    'a text with macros under another name',
    'a.docx',
    () =>
      docx({
        '[Content_Types].xml':
          '<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>',
      }),
    /^active: .*macro/,
  ],
  ['an object in it', 'a.docx', () => docx({ 'word/embeddings/oleObject1.bin': 'x' }), /^active: .*macro/],
  [
    'a template elsewhere',
    'a.docx',
    () => docx({ 'word/_rels/settings.xml.rels': link('attachedTemplate') }),
    /^linked: .*ailleurs/,
  ],
  ['another workbook', 'a.xlsx', () => xlsx({ 'xl/externalLinks/externalLink1.xml': '<a/>' }), /^active: .*macro/],
  [
    'a DTD',
    'a.docx',
    () => docx({ 'word/document.xml': '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>' }),
    /^unreadable: .*illisible/,
  ],
  [
    'a DDE field',
    'a.docx',
    () => docx({ 'word/document.xml': '<w:instrText>DDEAUTO c:\\\\cmd.exe</w:instrText>' }),
    /^active: .*macro/,
  ],
  [
    'too many parts',
    'a.docx',
    () => docx(Object.fromEntries(Array.from({ length: 201 }, (_, n) => [`p${n}.xml`, '<a/>']))),
    /^bomb: .*trop volumineux/,
  ],
  [
    'a bomb',
    'a.docx',
    () => docx({ 'word/b.xml': { deflated: deflateRawSync(Buffer.alloc(60 * 1_048_576)), size: 10 } }),
    /^bomb: .*trop volumineux/,
  ],
  [
    'many small bombs',
    'a.docx',
    () =>
      docx(
        Object.fromEntries(
          Array.from({ length: 60 }, (_, n) => [
            `p${n}.bin`,
            { deflated: deflateRawSync(Buffer.alloc(1_048_570)), size: 1 },
          ]),
        ),
      ),
    /^bomb: .*trop volumineux/,
  ],
  ['an archive cut short', 'a.docx', () => docx().subarray(0, 200), /^unreadable: .*illisible/],
])('refuses %s', async (_what, name, make, why) => {
  expect(await refusal(name, await make())).toMatch(why)
})
