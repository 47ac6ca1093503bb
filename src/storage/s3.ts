import { createReadStream } from 'node:fs'
import { type ClientRequest, type IncomingMessage, request as plain } from 'node:http'
import { request as ciphered } from 'node:https'
import { pipeline } from 'node:stream/promises'
import { log } from '../lib/log'
import { unavailable } from '../lib/problems'
import { listed } from './s3-list'
import { type Keys, signed } from './signature'
import type { Store } from './storage'

/** Of a store that speaks as S3 does: `path` is that of the bucket, and of a folder in it. */
export type Place = Keys & { origin: string; bucket: string; prefix: string }

/** ms without a byte after which it is given up. */
const patience = 10_000
const empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

/** `s3://key:secret@host[:port]/bucket[/prefix]?region=…&tls=false`. */
export function placeOfUrl(url: string): Place {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url)
  const [bucket = '', ...prefix] = pathname.slice(1).split('/').filter(Boolean)
  return {
    key: decodeURIComponent(username),
    secret: decodeURIComponent(password),
    region: searchParams.get('region') ?? 'us-east-1',
    origin: `${searchParams.get('tls') === 'false' ? 'http' : 'https'}://${hostname}${port ? `:${port}` : ''}`,
    bucket,
    prefix: prefix.map((part) => `${part}/`).join(''),
  }
}

/** Objects of a bucket, named as the files of the folder are. */
export function s3Store(place: Place): Store {
  const pathOf = (hash: string) => `/${place.bucket}/${place.prefix}${hash.slice(0, 2)}/${hash.slice(2)}`
  return {
    async keep({ path, hash, bytes }) {
      const answer = await ask(place, 'PUT', pathOf(hash), {
        headers: { 'content-length': String(bytes) },
        payload: hash,
        // the store checks what comes against the hash that is signed
        send: (out) => pipeline(createReadStream(path), out),
      })
      await wanted(answer, [200])
    },
    async read(hash, range) {
      const headers: Record<string, string> = range ? { range: `bytes=${range.start}-${range.end}` } : {}
      const answer = await ask(place, 'GET', pathOf(hash), { headers })
      if (answer.statusCode === 404) {
        answer.resume()
        return null
      }
      return wanted(answer, range ? [206] : [200], { keepBody: true })
    },
    async has(hash) {
      const answer = await ask(place, 'HEAD', pathOf(hash))
      if (answer.statusCode !== 404) await wanted(answer, [200])
      else answer.resume()
      return answer.statusCode === 200
    },
    async remove(hash) {
      await wanted(await ask(place, 'DELETE', pathOf(hash)), [200, 204, 404])
    },
    list: () =>
      listed(place.prefix, async (query) => {
        const answer = await wanted(await ask(place, 'GET', `/${place.bucket}`, { query }), [200], { keepBody: true })
        let text = ''
        for await (const piece of answer.setEncoding('utf8')) text += piece
        return text
      }),
  }
}

type Asked = {
  query?: Record<string, string>
  headers?: Record<string, string>
  payload?: string
  send?: (out: ClientRequest) => Promise<void>
}

/** An answer, whatever it says; somebody must read its body. */
function ask(place: Place, method: string, path: string, asked: Asked = {}): Promise<IncomingMessage> {
  const { query = {}, headers = {}, payload = empty, send } = asked
  const url = new URL(place.origin)
  const all = signed(place, { method, host: url.host, path, query, headers, payload }, new Date())
  const search = new URLSearchParams(query).toString().replaceAll('+', '%20')
  return new Promise((resolve, reject) => {
    const out = (url.protocol === 'https:' ? ciphered : plain)(url, {
      method,
      path: search ? `${path}?${search}` : path,
      headers: { ...headers, ...all },
      timeout: patience,
    })
    out.on('timeout', () => out.destroy(new Error(`no answer in ${patience} ms`)))
    out.on('error', (cause) => reject(away(cause)))
    out.on('response', resolve)
    if (send) send(out).catch((cause) => reject(away(cause)))
    else out.end()
  })
}

async function wanted(
  answer: IncomingMessage,
  statuses: number[],
  { keepBody = false } = {},
): Promise<IncomingMessage> {
  const status = answer.statusCode ?? 0
  if (!statuses.includes(status)) {
    let said = ''
    for await (const piece of answer.setEncoding('utf8')) said = (said + piece).slice(0, 400)
    throw away(new Error(`${status} ${/<Code>(\w+)<\/Code>/.exec(said)?.[1] ?? ''}`))
  }
  if (!keepBody) answer.resume()
  return answer
}

function away(cause: unknown) {
  log.error({ reason: String(cause) }, 'storage.failed')
  return Object.assign(unavailable('Le stockage des fichiers ne répond pas\u202f: réessayez dans un instant.', 30), {
    cause,
  })
}
