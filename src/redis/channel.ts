import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { log } from '../lib/log'
import { outside } from '../lib/moment'
import { ask, closeOwn, type Own, openOwn, redisState } from './client'

/**
 * What one process says to all the others, now: a topic and a few words that say where to look, never what is true. This process
 * hears itself at once; the others hear through Redis, and nothing while it is away, frozen or out of reach. Nobody waits for
 * it and nothing is kept: whoever must not miss anything also looks in Postgres, more often while nothing can be heard (`hears`).
 */
const everyone = 'channel'
const me = `channel:${randomUUID()}`
/** Each process speaks to itself through Redis: only that proves that it would hear the others. */
const beatEvery = 500
/** ms without hearing oneself after which a connection is given up for a new one. */
const patience = 3_000

type Listener = (text: string) => void

const listeners = new Map<string, Set<Listener>>()
let listening = false
let heardAt = Number.NEGATIVE_INFINITY

/** Says it to all who listen at this moment. `topic`: a word. Takes 150 ms at most. */
export async function publish(topic: string, text: string): Promise<void> {
  tell(topic, text)
  await ask((redis) => redis.publish(everyone, `${me} ${topic} ${text}`))
}

/** Calls back at each word about the topic, until the function it returns is called. */
export function subscribe(topic: string, listener: Listener): () => void {
  const others = listeners.get(topic) ?? new Set()
  listeners.set(topic, others.add(listener))
  if (!listening) {
    listening = true
    void outside(listen)
  }
  return () => {
    others.delete(listener)
    if (others.size === 0 && listeners.get(topic) === others) listeners.delete(topic)
  }
}

/** Whether what other processes say arrives here at present. */
export function hears(): boolean {
  return redisState() === 'on' && performance.now() - heardAt < patience
}

/** As long as somebody listens: a connection of one's own, left for a new one when nothing is heard on it. */
async function listen(): Promise<void> {
  while (listeners.size > 0) {
    const ear = await openOwn<Listening>()
    if (ear) await hearWith(ear)
    await delay(beatEvery, undefined, { ref: false })
  }
  listening = false
}

/** `subscribe` is not among the commands of `Redis`: the connection that all share is for questions. */
type Listening = {
  subscribe(channels: string[], listener: (message: string, channel: string) => void): Promise<unknown>
}

async function hearWith(ear: Own<Listening>): Promise<void> {
  const opening = ear.connect().then(() => ear.subscribe([everyone, me], hear))
  // given up by then, it fails when it is destroyed
  opening.catch(() => undefined)
  let heardLast = performance.now()
  while (listeners.size > 0 && redisState() === 'on' && performance.now() - heardLast < patience) {
    await Promise.race([opening.then(() => ask((redis) => redis.publish(me, ''))), later()]).catch(() => undefined)
    await later()
    heardLast = Math.max(heardLast, heardAt)
  }
  heardAt = Number.NEGATIVE_INFINITY
  await closeOwn(ear)
}

function later(): Promise<void> {
  return delay(beatEvery, undefined, { ref: false })
}

function hear(message: string, channel: string): void {
  if (channel === me) {
    heardAt = performance.now()
    return
  }
  const [, sender, topic, text] = /^(\S+) (\S+) (.*)$/s.exec(message) ?? []
  if (sender !== me && topic !== undefined && text !== undefined) tell(topic, text)
}

function tell(topic: string, text: string): void {
  for (const listener of [...(listeners.get(topic) ?? [])]) {
    try {
      listener(text)
    } catch (error) {
      log.error({ err: error }, 'channel.listener_failed')
    }
  }
}
