import { type Moment, thisMoment } from '../lib/moment'
import { askMany } from './client'

/**
 * A page asks for the same cached values each time the same person opens its address, so they are read together with the person's
 * session, in one round trip. When Redis is away nothing is read ahead, and a wrong guess costs nothing but bytes.
 */
const places = 5_000
const keysPerPlace = 12

type Visit = { place: string; asked: Set<string>; held: Map<string, Buffer | null> }

const visits = new WeakMap<Moment, Visit>()
/** What was asked at the last visit of each session to each address; the place least recently visited is forgotten first. */
const lastAsked = new Map<string, Set<string>>()

/** The keys to read with the session: those that this session at this address asked for last time. */
export function keysToReadWith(sessionHash: string, url: string): string[] {
  const place = `${sessionHash} ${url.slice(0, 500)}`
  const keys = lastAsked.get(place)
  if (keys) remember(place, keys)
  const moment = thisMoment()
  if (moment) visits.set(moment, { place, asked: new Set(), held: new Map() })
  return keys ? [...keys] : []
}

/** Keeps for this request what was read with its session: `values` in the order of `keys`. */
export function holdPrefetched(keys: string[], values: (Buffer | null)[]): void {
  const moment = thisMoment()
  const visit = moment && visits.get(moment)
  if (!visit) return
  for (const [i, key] of keys.entries()) visit.held.set(key, values[i] ?? null)
}

/** The values of these keys: those held for this request if all are there, else one round trip. */
export function readAhead(keys: string[]): Promise<(Buffer | null)[] | undefined> {
  const moment = thisMoment()
  const visit = moment && visits.get(moment)
  if (!visit) return askMany(keys)
  note(visit, keys)
  if (!keys.every((key) => visit.held.has(key))) return askMany(keys)
  return Promise.resolve(keys.map((key) => visit.held.get(key) ?? null))
}

function note(visit: Visit, keys: string[]): void {
  if (visit.asked.size === 0) remember(visit.place, visit.asked)
  for (const key of keys) if (visit.asked.size < keysPerPlace) visit.asked.add(key)
}

function remember(place: string, keys: Set<string>): void {
  lastAsked.delete(place)
  lastAsked.set(place, keys)
  if (lastAsked.size <= places) return
  const [oldest] = lastAsked.keys()
  if (oldest !== undefined) lastAsked.delete(oldest)
}
