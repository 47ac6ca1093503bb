import { crc32 } from 'node:zlib'
import type { Answer, Client } from '../support/client'
import type { TestSite } from '../support/site'

export type Sent = { name: string; bytes: Buffer | string }

/** A form with a file last, as a browser sends it. */
export async function multipart(fields: Record<string, string>, file?: Sent, field = 'document') {
  const data = new FormData()
  for (const [name, value] of Object.entries(fields)) data.append(name, value)
  if (file) data.append(field, new Blob([new Uint8Array(Buffer.from(file.bytes))]), file.name)
  const request = new Request('http://localhost', { method: 'POST', body: data })
  const body = Buffer.from(await request.arrayBuffer())
  return { multipart: body, headers: { 'content-type': request.headers.get('content-type') ?? '' } }
}

export async function sendForm(
  client: Client,
  path: string,
  fields: Record<string, string>,
  file?: Sent,
  field?: string,
): Promise<Answer> {
  const { multipart: body, headers } = await multipart(fields, file, field)
  return client.ask(`/mppeep${path}`, { method: 'POST', body, headers })
}

/** Somebody of that unit, who is there and has no account. */
export async function personOf(site: TestSite, unit: string, rank = 0): Promise<string> {
  const [row] = await site.sql<{ id: string }[]>`
    select id from personnel
    where unit_id in (select subtree(id) from units where code = ${unit}) and left_on is null
      and id not in (select person_id from users where person_id is not null)
    order by id offset ${rank} limit 1`
  return row!.id
}

/** The last document of somebody. */
export async function lastOf(site: TestSite, personId: string): Promise<string> {
  const [row] = await site.sql<{ id: string }[]>`
    select id from documents where person_id = ${personId} order by id desc limit 1`
  return row?.id ?? 'none'
}

/** An archive whose entries are stored as they are, or as they are given deflated (`size`: what it says of itself). */
export function zip(entries: Record<string, string | Buffer | { deflated: Buffer; size: number }>): Buffer {
  const [bodies, directory]: [Buffer[], Buffer[]] = [[], []]
  let at = 0
  for (const [name, given] of Object.entries(entries)) {
    const stored = typeof given === 'string' || Buffer.isBuffer(given)
    const body = stored ? Buffer.from(given) : given.deflated
    const head = Buffer.alloc(30)
    head.writeUInt32LE(0x04034b50)
    head.writeUInt16LE(stored ? 0 : 8, 8)
    head.writeUInt32LE(stored ? crc32(body) : 0, 14)
    head.writeUInt32LE(body.length, 18)
    head.writeUInt32LE(stored ? body.length : given.size, 22)
    head.writeUInt16LE(Buffer.byteLength(name), 26)
    const line = Buffer.alloc(46)
    line.writeUInt32LE(0x02014b50)
    head.copy(line, 6, 4, 28)
    line.writeUInt16LE(Buffer.byteLength(name), 28)
    line.writeUInt32LE(at, 42)
    bodies.push(head, Buffer.from(name), body)
    directory.push(line, Buffer.from(name))
    at += 30 + Buffer.byteLength(name) + body.length
  }
  const count = Object.keys(entries).length
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50)
  end.writeUInt16LE(count, 8)
  end.writeUInt16LE(count, 10)
  end.writeUInt32LE(Buffer.concat(directory).length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...bodies, ...directory, end])
}

const text = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'
const rels = 'http://schemas.openxmlformats.org/package/2006/relationships'

/** The least that is a text; `more` beside it, or in its place. */
export function docx(more: Parameters<typeof zip>[0] = {}): Buffer {
  return zip({
    '[Content_Types].xml': `<Types><Override PartName="/word/document.xml" ContentType="${text}"/></Types>`,
    '_rels/.rels': `<Relationships xmlns="${rels}"/>`,
    'word/document.xml': '<w:document>Bonjour</w:document>',
    ...more,
  })
}
