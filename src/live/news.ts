import { log } from '../lib/log'
import { outside } from '../lib/moment'
import { newsFor } from '../notifications/notifications'
import { mostReplayed, type Stream } from './stream'

const waiting = new Set<Stream>()
let asking = false

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
    try {
      const news = await newsFor(places, mostReplayed + 1)
      for (const [index, stream] of streams.entries()) stream.tell(news[index]!)
    } catch (error) {
      // asked again at the next round
      log.warn({ err: error }, 'live.news_failed')
    }
  }
  asking = false
}
