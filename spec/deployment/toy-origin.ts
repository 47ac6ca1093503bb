import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Seen = { method: string; url: string; headers: IncomingHttpHeaders; body: string }
export type Answer = (request: Seen, response: ServerResponse) => void

export type ToyOrigin = {
  port: number
  url: string
  /** The requests that reached it, oldest first. */
  seen: Seen[]
  /** How many TCP connections were opened to it. */
  connections(): number
  stop(): Promise<void>
}

/** A small HTTP server that remembers what reached it: what stands before the site is watched from behind. */
export async function startToyOrigin(answer: Answer): Promise<ToyOrigin> {
  const seen: Seen[] = []
  let connections = 0
  const server = createServer(async (request, response) => {
    const entry = {
      method: request.method!,
      url: request.url!,
      headers: request.headers,
      body: await readBody(request),
    }
    seen.push(entry)
    answer(entry, response)
  })
  server.on('connection', () => {
    connections += 1
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    seen,
    connections: () => connections,
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  try {
    for await (const chunk of request) chunks.push(chunk as Buffer)
  } catch {
    // the client left: what came is what there is
  }
  return Buffer.concat(chunks).toString()
}
