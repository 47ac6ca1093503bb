import { looking } from '../lib/looking'
import { outside } from '../lib/moment'
import { newsFor } from '../notifications/notifications'
import { mostReplayed, type Stream } from './stream'

const waiting = new Set<Stream>()
let asking = false
const quietly = looking('live.news')

/** Asks Postgres what these streams are to be told: one question at a time for all that wait, so that none is told twice. */
export function bringNews(streams: Iterable<Stream>): void {
  for (const stream of streams) waiting.add(stream)
  if (asking || waiting.size === 0) return
  asking = true
  void outside(askAll)
}

async function askAll(): Promise<void> {
  while (waiting.size > 0) {
    const streams = [...waiting]
    waiting.clear()
    const places = streams.map(({ listener, after }) => ({ userId: listener.userId, after }))
    const news = await quietly(() => newsFor(places, mostReplayed + 1))
    if (news) for (const [index, stream] of streams.entries()) stream.tell(news[index]!)
  }
  asking = false
}
