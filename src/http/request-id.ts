import { randomUUID } from 'node:crypto'
import { newMoment } from '../lib/moment'
import type { Visit } from './gate'

/** Gives each request an id of ours, shown to the person when something breaks and to ops in the log. */
export function requestId(visit: Visit): undefined {
  const id = uuidv7(Date.now())
  visit.moment = newMoment(id, visit.incoming.url ?? '')
}

let begin = { at: -1, written: '' }

/** RFC 9562 §5.7: 48 bits of Unix milliseconds, then the randomness of a version 4, which Node keeps in store. */
export function uuidv7(now: number): string {
  if (begin.at !== now) begin = { at: now, written: timeOf(now) }
  return begin.written + randomUUID().slice(15)
}

function timeOf(now: number): string {
  const time = now.toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7`
}
