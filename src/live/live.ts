import { can, type User } from '../actor'
import { looking } from '../lib/looking'
import { outside } from '../lib/moment'
import { unavailable } from '../lib/problems'
import { hears, subscribe } from '../redis/channel'
import { onSettings, settings } from '../settings/settings'
import { FiguresWatch } from './figures'
import { JobsWatch, jobKindsOf, type Shown } from './jobs'
import { bringNews } from './news'
import * as queries from './queries'
import { Stream } from './stream'

/**
 * The pages that are open now, told at once what concerns them. What is said is read from Postgres; the channel only says when
 * to look. While nothing is heard there (Redis away) Postgres is asked every 5 s, and every 20 s anyway: a word may be lost.
 */
const round = 5_000
/** ms: whether the sessions of these pages go on is asked more often, whatever is heard. */
const checkEvery = 4_000
/** A heartbeat every fourth round: Cloudflare and nginx give up on what is silent for 100 s and 60 s. */
const roundsPerBeat = 4
const mostOfOne = 3
const mostInAll = 500
/** ms for which a page that had to leave its place to another of the same account stays away. */
const away = 60_000

/** Oldest first. */
const open = new Set<Stream>()
const figures = new FiguresWatch(() => {
  for (const stream of [...open]) if (stream.listener.seesFigures) stream.tellFigures()
})
const jobs = new JobsWatch((kind, actorId) => {
  for (const stream of [...open]) {
    const { userId, jobKinds } = stream.listener
    if (userId === actorId || jobKinds.includes(kind)) stream.tellJob(kind)
  }
})
const quietly = looking('live.sessions')
let stopping = false
let stopListening: (() => void) | undefined

/** A stream for this page, which goes on after the event it names. The oldest of four gives way; 503 when there are too many. */
export function openStream(actor: User, lastEventId: string | undefined): ReadableStream<Uint8Array> {
  const own = streamsOf(actor.id)
  if (own.length >= mostOfOne) own[0]!.end('bye', away)
  if (stopping || open.size >= mostInAll)
    throw unavailable('Les mises à jour en direct sont momentanément suspendues.', 30)
  const { id: userId, personId, sessionId } = actor
  const seesFigures = can(actor, 'dashboard.read')
  const listener = {
    userId,
    personId,
    sessionId,
    seesFigures,
    jobKinds: jobKindsOf(actor),
    keepsHouse: can(actor, 'settings.write'),
  }
  const stream = new Stream(listener, readId(lastEventId), (gone) => open.delete(gone))
  stopListening ??= outside(listen)
  if (open.size === 0) figures.begin()
  open.add(stream)
  bringNews([stream])
  // a short job is over between the drawing of its page and this
  void jobs.look()
  return stream.body
}

/** To be called with what a page shows of jobs: as long as they go on and nothing is heard, Postgres is asked how they stand. */
export function showsJobs(shown: Shown[]): void {
  jobs.show(shown)
}

/** The house closes to all but those who keep it: they come again when it is open. */
onSettings(({ maintenance }) => {
  if (!maintenance) return
  for (const stream of [...open]) if (!stream.listener.keepsHouse) stream.end('bye', away)
})

/** Before the site stops: every page is told to look elsewhere, and none comes any more. */
export function closeStreams(): void {
  stopping = true
  stopListening?.()
  for (const stream of [...open]) stream.end('bye')
}

export function countStreams(): number {
  return open.size
}

function readId(said: string | undefined): string | null {
  return said !== undefined && /^\d{1,18}$/.test(said) ? said : null
}

function listen(): () => void {
  const quiet = [
    subscribe('notifications', (whose) => bringNews(streamsOf(whose))),
    subscribe('family', (family) => family === 'personnel' && figures.hear()),
    subscribe('job', (about) => jobs.hear(about)),
    subscribe('session', (userId) => void endOver(streamsOf(userId))),
  ]
  const checks = setInterval(() => void endOver([...open]), checkEvery).unref()
  let rounds = 0
  let wasDeaf = true
  const timer = setInterval(() => {
    rounds += 1
    const deaf = !hears()
    look({ beat: rounds % roundsPerBeat === 0, deaf: deaf || wasDeaf })
    wasDeaf = deaf
  }, round).unref()
  return () => {
    clearInterval(timer)
    clearInterval(checks)
    for (const stop of quiet) stop()
  }
}

/** `whose`: an account, or the person it belongs to. */
function streamsOf(whose: string): Stream[] {
  return [...open].filter(({ listener }) => listener.userId === whose || listener.personId === whose)
}

function look({ beat, deaf }: { beat: boolean; deaf: boolean }): void {
  if (open.size === 0) return
  figures.sayInTime()
  if (beat) for (const stream of [...open]) stream.beat()
  // a word of a job may be lost: the page asks by itself, every 10 s
  if (deaf) void jobs.look()
  if (!beat && !deaf) return
  bringNews(open)
  void figures.look()
}

/** Ends those whose session is over; where it has another id or other rights by now, the page comes again with these. */
async function endOver(streams: Stream[]): Promise<void> {
  if (streams.length === 0) return
  const { sessionIdleHours: idle, sessionAbsoluteHours: absolute } = settings()
  const ids = streams.map(({ listener }) => listener.sessionId)
  const found = await quietly(() => queries.listEnded(ids, { idle, absolute }))
  const ended = new Map(found?.map((one) => [one.id, one]))
  for (const stream of streams) {
    const over = open.has(stream) && ended.get(stream.listener.sessionId)
    if (over) stream.end(over.elsewhere ? 'bye' : 'over')
  }
}
