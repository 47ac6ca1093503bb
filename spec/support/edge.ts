import { randomBytes } from 'node:crypto'
import {
  Agent,
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { pipeline, Readable, type Transform } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { createBrotliDecompress, createGunzip } from 'node:zlib'
import { type CacheEntry, isCacheable, isFresh, lifetime } from './edge-cache'

export type EdgeOptions = {
  /** Where the site listens: `http://127.0.0.1:port`. */
  origin: string
  country?: string
  /** The public name; what the client called it by unless given. */
  host?: string
  /** Milliseconds of silence from the origin after which the edge cuts. */
  deadline?: number
}

export type Edge = {
  url: string
  stop(): Promise<void>
  cacheEntries(): CacheEntry[]
}

type Reply = { status: number; headers: IncomingHttpHeaders; body: Readable; cache: string }
type Handling = { options: EdgeOptions; agent: Agent; cache: Map<string, CacheEntry>; ray: string }

/**
 * Stands in for Cloudflare's edge and its tunnel: adds its headers, caches by file extension, cuts a silent origin.
 * `x-test-client` on a request is the address it comes from; it goes no further.
 */
export async function startEdge(options: EdgeOptions): Promise<Edge> {
  const cache = new Map<string, CacheEntry>()
  const agent = new Agent({ keepAlive: true, timeout: 60_000 })
  const server = createServer((client, response) => {
    const ray = `${randomBytes(8).toString('hex')}-ABJ`
    handle(client, { options, agent, cache, ray }).then(
      (reply) => send(client, response, reply, ray),
      (error: Error) => refuse(response, error instanceof Silence ? 524 : 502, ray),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      agent.destroy()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
    cacheEntries: () => [...cache.values()],
  }
}

async function handle(client: IncomingMessage, handling: Handling): Promise<Reply> {
  const { cache, options } = handling
  if (!isCacheable(client.method!, client.url!)) return fetchThrough(client, client.method!, handling, 'DYNAMIC')
  const key = `${options.host ?? client.headers.host}${client.url}`
  const stored = cache.get(key)
  if (stored && isFresh(stored)) return served(stored, 'HIT')
  const reply = await fetchThrough(client, 'GET', handling, 'BYPASS')
  const seconds = lifetime(reply.status, reply.headers)
  if (typeof seconds === 'string') return { ...reply, cache: seconds }
  const { status, headers } = reply
  const entry = { key, status, headers, body: await buffer(reply.body), seconds, storedAt: Date.now() }
  cache.set(key, entry)
  return served(entry, stored ? 'EXPIRED' : 'MISS')
}

function served(entry: CacheEntry, cache: string): Reply {
  const age = String(Math.floor((Date.now() - entry.storedAt) / 1000))
  const headers = cache === 'HIT' ? { ...entry.headers, age } : entry.headers
  return { status: entry.status, headers, body: Readable.from([entry.body], { objectMode: false }), cache }
}

class Silence extends Error {}

function fetchThrough(client: IncomingMessage, method: string, handling: Handling, cache: string): Promise<Reply> {
  const { options, agent } = handling
  return new Promise((resolve, reject) => {
    const headers = onward(client, handling, cache === 'BYPASS')
    const upstream = request(options.origin + client.url, { method, headers, agent }, (answer) => {
      resolve({ status: answer.statusCode!, headers: answer.headers, body: answer, cache })
    })
    upstream.setTimeout(options.deadline ?? 100_000, () => upstream.destroy(new Silence()))
    upstream.on('error', reject)
    client.on('aborted', () => upstream.destroy())
    client.pipe(upstream)
  })
}

/** The headers as the origin gets them: the edge's own win over whatever the client claims. */
function onward(client: IncomingMessage, { options, ray }: Handling, whole: boolean): IncomingHttpHeaders {
  const { connection, expect, 'x-test-client': from = '203.0.113.7', ...kept } = client.headers
  // what may be stored is asked for whole
  if (whole) for (const name of ['if-none-match', 'if-modified-since', 'range']) delete kept[name]
  return {
    ...kept,
    host: options.host ?? kept.host,
    connection: 'keep-alive',
    'accept-encoding': 'br, gzip',
    'cdn-loop': 'cloudflare; loops=1',
    'cf-connecting-ip': String(from),
    'cf-ipcountry': options.country ?? 'CI',
    'cf-ray': ray,
    'cf-visitor': '{"scheme":"https"}',
    'x-forwarded-for': [kept['x-forwarded-for'], from].filter(Boolean).join(', '),
    'x-forwarded-proto': 'https',
  }
}

function send(client: IncomingMessage, response: ServerResponse, reply: Reply, ray: string): void {
  const { connection, 'keep-alive': _, 'transfer-encoding': __, ...headers } = reply.headers
  const own = { ...headers, server: 'cloudflare', 'cf-ray': ray, 'cf-cache-status': reply.cache }
  const etag = headers.etag
  if (reply.cache === 'HIT' && etag && client.headers['if-none-match']?.includes(etag)) {
    response.writeHead(304, own).end()
    return
  }
  const decoder = client.method === 'HEAD' ? undefined : decoderFor(client, headers['content-encoding'])
  if (decoder) {
    // a body that is not the origin's any more: no length, and at most a weak validator
    const { 'content-encoding': ___, 'content-length': ____, ...plain } = own
    response.writeHead(reply.status, { ...plain, ...(etag && { etag: etag.replace(/^(?!W\/)/, 'W/') }) })
    pipeline(reply.body, decoder, response, () => {})
  } else {
    response.writeHead(reply.status, own)
    pipeline(reply.body, response, () => {})
  }
}

function decoderFor(client: IncomingMessage, encoding: string | undefined): Transform | undefined {
  if (!encoding || String(client.headers['accept-encoding'] ?? '').includes(encoding)) return undefined
  return encoding === 'br' ? createBrotliDecompress() : createGunzip()
}

function refuse(response: ServerResponse, status: number, ray: string): void {
  response.writeHead(status, {
    'content-type': 'text/html',
    'cache-control': 'no-store',
    server: 'cloudflare',
    'cf-ray': ray,
  })
  response.end(`<!doctype html><title>${status}</title><h1>${status}</h1>`)
}
