import { deflateSync } from 'node:zlib'
import type { Answer, Client } from '../support/client'

export const own = '/mppeep/profil/corrections'
export const desk = '/mppeep/corrections'

export type Sent = { name: string; bytes: Buffer | string }

/** A form with a file, or with the field of one left empty, as a browser sends it. */
export async function multipart(fields: Record<string, string>, file?: Sent) {
  const data = new FormData()
  for (const [name, value] of Object.entries(fields)) if (name !== 'document') data.append(name, value)
  const bytes = new Uint8Array(Buffer.from(file?.bytes ?? ''))
  data.append('document', new Blob([bytes], { type: 'application/octet-stream' }), file?.name ?? '')
  const request = new Request('http://localhost', { method: 'POST', body: data })
  const body = Buffer.from(await request.arrayBuffer())
  return { multipart: body, headers: { 'content-type': request.headers.get('content-type') ?? '' } }
}

export async function ask(client: Client, fields: Record<string, string>, file?: Sent): Promise<Answer> {
  const { multipart: body, headers } = await multipart(fields, file)
  return client.ask(own, { method: 'POST', body, headers })
}

/** The id in the address of the page that an answer leads to. */
export function idOf(answer: Answer): string {
  return /[0-9a-f-]{36}$/.exec(answer.headers.location ?? '')?.[0] ?? `no id: ${answer.status}`
}

export const act = (client: Client, id: string, name: string, fields: Record<string, string>) =>
  client.post(`${desk}/${id}/${name}?_method=PUT`, fields)

/** Accepts as somebody does who has the page before them. */
export async function accept(client: Client, id: string): Promise<Answer> {
  const page = await client.get(`${desk}/${id}`)
  const version = /name="version" value="(\d+)"/.exec(page.text)?.[1] ?? ''
  return act(client, id, 'acceptation', { version })
}

/** A PDF of one page; `extra` are objects of it, `catalog` stands in the first of them. */
export function pdf({ catalog = '', extra = '', tail = '' } = {}): Buffer {
  const body = `%PDF-1.7
1 0 obj
<< /Type /Catalog /Pages 2 0 R ${catalog} >>
endobj
2 0 obj
<< /Type /Pages /Kids [3 0 R] /Count 1 >>
endobj
3 0 obj
<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>
endobj
${extra}`
  const table = 'xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 4 /Root 1 0 R >>\n'
  return Buffer.from(`${body}${table}startxref\n${Buffer.byteLength(body, 'latin1')}\n%%EOF\n${tail}`, 'latin1')
}

/** An object of a PDF that holds others, compressed. */
export function objectStream(inside: string, dictionary = '/Type /ObjStm /Filter /FlateDecode'): string {
  const bytes = deflateSync(Buffer.from(inside, 'latin1')).toString('latin1')
  return `4 0 obj\n<< ${dictionary} /N 1 /First 4 /Length ${bytes.length} >>\nstream\n${bytes}\nendstream\nendobj\n`
}
