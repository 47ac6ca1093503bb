import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'

export type Answer = {
  status: number
  headers: IncomingHttpHeaders
  bytes: Buffer
  text: string
  json: <T = Record<string, unknown>>() => T
}

export type Ask = { method?: string; headers?: OutgoingHttpHeaders; body?: string | Buffer }

/**
 * A browser without a screen: keeps cookies, says where its requests come from as a browser does, and follows nothing by
 * itself. Each has an address of its own, which it gives as Cloudflare's edge would.
 */
export class Client {
  readonly cookies = new Map<string, string>()
  constructor(
    private readonly site: { port: number; origin: string },
    readonly address: string,
  ) {}

  get(path: string, headers: OutgoingHttpHeaders = {}): Promise<Answer> {
    return this.ask(path, { headers })
  }

  /** A form as a browser sends it. */
  post(
    path: string,
    form: Record<string, string> | URLSearchParams,
    headers: OutgoingHttpHeaders = {},
  ): Promise<Answer> {
    const body = (form instanceof URLSearchParams ? form : new URLSearchParams(form)).toString()
    return this.ask(path, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    })
  }

  json(method: string, path: string, value: unknown, headers: OutgoingHttpHeaders = {}): Promise<Answer> {
    return this.ask(path, {
      method,
      body: JSON.stringify(value),
      headers: { 'content-type': 'application/json', ...headers },
    })
  }

  ask(path: string, { method = 'GET', headers = {}, body }: Ask = {}): Promise<Answer> {
    const changing = method !== 'GET' && method !== 'HEAD'
    const sent: OutgoingHttpHeaders = {
      host: new URL(this.site.origin).host,
      'cf-connecting-ip': this.address,
      // to compress thousands of answers, and to undo it, would take more than all else
      'accept-encoding': 'identity',
      ...(this.cookies.size > 0
        ? { cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ') }
        : {}),
      ...(changing ? { 'sec-fetch-site': 'same-origin', origin: this.site.origin } : {}),
      ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
      ...headers,
    }
    for (const [name, value] of Object.entries(sent)) if (value === undefined) delete sent[name]
    return new Promise((resolve, reject) => {
      const outgoing = request({ port: this.site.port, host: '127.0.0.1', method, path, headers: sent }, (incoming) => {
        const chunks: Buffer[] = []
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
        incoming.on('error', reject)
        incoming.on('end', () => {
          this.keep(incoming.headers['set-cookie'] ?? [])
          const bytes = plain(Buffer.concat(chunks), incoming.headers['content-encoding'])
          const text = bytes.toString('utf8')
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            bytes,
            text,
            json: () => JSON.parse(text),
          })
        })
      })
      outgoing.on('error', reject)
      outgoing.end(body)
    })
  }

  private keep(headers: string[]): void {
    for (const header of headers) {
      const [pair = ''] = header.split(';')
      const name = pair.slice(0, pair.indexOf('='))
      const value = pair.slice(pair.indexOf('=') + 1)
      if (value === '' || /max-age=0/i.test(header)) this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
  }
}

function plain(bytes: Buffer, encoding: string | undefined): Buffer {
  if (bytes.length === 0) return bytes
  if (encoding === 'br') return brotliDecompressSync(bytes)
  if (encoding === 'gzip') return gunzipSync(bytes)
  return bytes
}
