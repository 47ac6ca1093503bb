import type { ClientHttp2Session } from 'node:http2'
import { brotliCompressSync } from 'node:zlib'
import { openHttp2 } from './ask'
import { type Nginx, startNginx } from './nginx'
import { type Answer, type Seen, startToyOrigin, type ToyOrigin } from './toy-origin'

export type House = {
  first: ToyOrigin
  second: ToyOrigin
  nginx: Nginx
  browser: ClientHttp2Session
  /** What reached either process since the last `forget()`. */
  reached(): Seen[]
  forget(): void
  stop(): Promise<void>
}

export const compressed = brotliCompressSync('<p>Accueil</p>'.repeat(200))
const hashed = { 'cache-control': 'public, max-age=31536000, immutable', vary: 'Accept-Encoding' }

/** nginx with the shipped configuration before two toy processes of the site, and a browser before nginx. */
export async function startHouse(): Promise<House> {
  let dropped = 0
  const answer: Answer = (request, response) => {
    if (request.url !== '/mppeep/tombe') return answerLikeTheSite(request, response)
    // the first time, whichever process it is falls in the middle of the request
    dropped += 1
    if (dropped === 1) response.destroy()
    else response.end('debout')
  }
  const [first, second] = [await startToyOrigin(answer), await startToyOrigin(answer)]
  const nginx = await startNginx([first.port, second.port])
  const browser = openHttp2(nginx)
  return {
    first,
    second,
    nginx,
    browser,
    reached: () => [...first.seen, ...second.seen],
    forget() {
      dropped = 0
      first.seen.length = 0
      second.seen.length = 0
    },
    async stop() {
      browser.destroy()
      await nginx.stop()
      await Promise.all([first.stop(), second.stop()])
    },
  }
}

const answerLikeTheSite: Answer = ({ url, headers }, response) => {
  if (url === '/mppeep/live') {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders()
    setTimeout(() => response.write('data: un\n\n'), 50)
  } else if (url === '/mppeep/static/app.1a2b.css')
    response.writeHead(200, hashed).end(headers['accept-encoding'] ?? 'tel quel')
  else if (url.endsWith('.xlsx')) response.writeHead(200, { 'cache-control': 'private, no-store' }).end('feuille')
  else if (url === '/mppeep/invalide')
    response.writeHead(422, { 'content-encoding': 'br', 'content-type': 'text/html', etag: '"fort"' }).end(compressed)
  else response.writeHead(200, { 'strict-transport-security': 'max-age=31536000' }).end('page')
}
