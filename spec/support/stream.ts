import { type ClientRequest, type IncomingMessage, request } from 'node:http'
import type { Client } from './client'
import type { TestSite } from './site'

export type StreamEvent = { event: string; data: string; id?: string; retry?: string }

/** A page that listens: what it has been told so far, read as a browser does (WHATWG HTML §9.2.6). */
export type Listening = {
  status: number
  headers: IncomingMessage['headers']
  events: StreamEvent[]
  /** How often it was told nothing. */
  beats(): number
  ended: Promise<void>
  isEnded(): boolean
  leave(): void
}

/** Opens the live stream of whoever this client is, after the event it had got to. */
export function listenTo(site: TestSite, client: Client, lastEventId?: string): Promise<Listening> {
  const headers = {
    host: new URL(site.origin).host,
    'accept-encoding': 'br, gzip',
    cookie: `session_id=${client.cookies.get('session_id')}`,
    ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
  }
  return new Promise((resolve, reject) => {
    const asked = request({ port: site.port, host: '127.0.0.1', path: '/mppeep/live', headers, agent: false })
    asked.once('error', reject)
    asked.once('response', (answer) => resolve(listening(asked, answer)))
    asked.end()
  })
}

function listening(asked: ClientRequest, answer: IncomingMessage): Listening {
  const events: StreamEvent[] = []
  let text = ''
  let beats = 0
  let over = false
  answer.setEncoding('utf8').on('data', (chunk: string) => {
    const blocks = (text + chunk).split('\n\n')
    text = blocks.pop() ?? ''
    for (const block of blocks) {
      if (block === ':') beats += 1
      const fields = Object.fromEntries(block.split('\n').map((line) => line.split(/: (.*)/s).slice(0, 2)))
      if ('data' in fields) events.push(fields as StreamEvent)
    }
  })
  answer.on('error', () => undefined)
  asked.on('error', () => undefined)
  const ended = new Promise<void>((resolve) => answer.once('close', resolve)).then(() => {
    over = true
  })
  return {
    status: answer.statusCode ?? 0,
    headers: answer.headers,
    events,
    beats: () => beats,
    ended,
    isEnded: () => over,
    leave: () => asked.destroy(),
  }
}
