import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { signed } from '../../src/storage/signature'

export type Bucket = {
  port: number
  objects: Map<string, { bytes: Buffer; at: Date }>
  away: boolean
  close(): Promise<void>
}

/**
 * Somebody who speaks as S3 does: refuses what is not signed, or whose body is not what was signed, and lists two at a time. The
 * signature is checked against the example of AWS in the spec of it.
 */
export async function openBucket(keys: { key: string; secret: string; region: string }): Promise<Bucket> {
  const objects: Bucket['objects'] = new Map()
  const bucket: Bucket = { port: 0, objects, away: false, close: async () => undefined }
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks)
    if (bucket.away) return void response.writeHead(503).end('<Error><Code>SlowDown</Code></Error>')
    const fault = faultOf(request, body, keys)
    if (fault) return void response.writeHead(403).end(`<Error><Code>${fault}</Code></Error>`)
    const url = new URL(request.url ?? '/', 'http://s3')
    const name = decodeURIComponent(url.pathname.replace('/files', '')).slice(1)
    if (url.searchParams.has('list-type')) return void response.end(page(objects, url.searchParams))
    const found = objects.get(name)
    if (request.method === 'PUT') objects.set(name, { bytes: body, at: new Date() })
    if (request.method === 'DELETE') objects.delete(name)
    if (request.method === 'PUT' || request.method === 'DELETE')
      return void response.writeHead(request.method === 'PUT' ? 200 : 204).end()
    if (!found) return void response.writeHead(404).end()
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? []
    response.writeHead(from ? 206 : 200).end(from ? found.bytes.subarray(Number(from), Number(to) + 1) : found.bytes)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  bucket.port = (server.address() as AddressInfo).port
  bucket.close = () => new Promise((resolve) => void server.close(() => resolve()).closeAllConnections())
  return bucket
}

function faultOf(request: IncomingMessage, body: Buffer, keys: Parameters<typeof signed>[0]): string | null {
  const { authorization = '', host = '' } = request.headers
  const payload = String(request.headers['x-amz-content-sha256'])
  if (payload !== createHash('sha256').update(body).digest('hex')) return 'XAmzContentSHA256Mismatch'
  const [, names = ''] = /SignedHeaders=([\w;-]+)/.exec(authorization) ?? []
  const own = ['host', 'x-amz-content-sha256', 'x-amz-date']
  if (!own.every((name) => names.split(';').includes(name))) return 'AccessDenied'
  const given = names.split(';').filter((name) => !own.includes(name))
  const headers = Object.fromEntries(given.map((name) => [name, String(request.headers[name])]))
  const url = new URL(request.url ?? '/', 'http://s3')
  const said = String(request.headers['x-amz-date'])
  const at = new Date(said.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z'))
  const asked = {
    method: request.method ?? '',
    host,
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers,
    payload,
  }
  return signed(keys, asked, at).authorization === authorization ? null : 'SignatureDoesNotMatch'
}

function page(objects: Bucket['objects'], asked: URLSearchParams): string {
  const names = [...objects.keys()].filter((name) => name.startsWith(asked.get('prefix') ?? '')).sort()
  const from = Number(asked.get('continuation-token') ?? 0)
  const shown = names.slice(from, from + 2).map((name) => {
    const { bytes, at } = objects.get(name)!
    return `<Contents><Key>${name}</Key><LastModified>${at.toISOString()}</LastModified><Size>${bytes.length}</Size></Contents>`
  })
  const more = from + 2 < names.length
  return `<ListBucketResult><IsTruncated>${more}</IsTruncated>${more ? `<NextContinuationToken>${from + 2}</NextContinuationToken>` : ''}${shown.join('')}</ListBucketResult>`
}
