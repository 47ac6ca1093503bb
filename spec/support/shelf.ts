import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { Shown } from './pages'
import type { TestSite } from './site'

export type Shelf = { origin: string; close(): Promise<void> }

/**
 * Pages that were answered before, to be looked at again in a browser, each at its path with the very headers it had; `/axe.js`
 * beside them. A server and not `page.route`, with which a browser would load and compile styles and scripts anew for each page.
 */
export async function openShelf(site: TestSite, pages: Shown[], script: string): Promise<Shelf> {
  const known = new Map(pages.map((shown) => [shown.path, shown]))
  const code = readFileSync(script)
  const server = createServer((asked, answer) => {
    const shown = known.get(asked.url ?? '')
    if (shown) return put(shown, answer)
    if (asked.url === '/axe.js') return answer.writeHead(200, forGood).end(code)
    // what a page asks for by itself would be answered by a site without a database: it gets nothing to show
    if (asked.headers['sec-fetch-dest'] === 'empty') return answer.writeHead(204).end()
    if (asked.url?.endsWith('/corps')) return answer.writeHead(200, plain).end('<title>Courrier</title>')
    fromSite(site, asked, answer)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  return {
    origin: `http://localhost:${typeof address === 'object' && address ? address.port : 0}`,
    async close() {
      server.close().closeAllConnections()
      await once(server, 'close')
    },
  }
}

const plain = { 'content-type': 'text/html' }
const forGood = { 'content-type': 'text/javascript', 'cache-control': 'public, max-age=31536000, immutable' }

function put({ html, answer: { status, headers } }: Shown, answer: ServerResponse): void {
  const {
    'content-encoding': _,
    'content-length': __,
    'transfer-encoding': ___,
    'set-cookie': ____,
    connection: _____,
    ...same
  } = headers
  answer.writeHead(status, same).end(html)
}

/** Styles, scripts, fonts, pictures. */
function fromSite(site: TestSite, asked: IncomingMessage, answer: ServerResponse): void {
  const headers = { ...asked.headers, host: new URL(site.origin).host }
  request({ host: '127.0.0.1', port: site.port, path: asked.url, headers }, (part) => {
    answer.writeHead(part.statusCode ?? 502, part.headers)
    part.pipe(answer)
  })
    .on('error', () => answer.destroy())
    .end()
}
