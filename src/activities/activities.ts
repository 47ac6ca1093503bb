import type { Actor } from '../actor'
import { type Line, listRecent } from './journal-queries'

export { type Activity, type EventName, labelOf } from './events'
export { countJournal, isMostOfJournal, journalLines } from './journal'
export type { Line } from './journal-queries'
export { record, recordMany } from './record'
export { type Search, searchSchema } from './search'
export { noteReading } from './security'

/** The last lines within the actor's reach, newest first. */
export function recentActivities(actor: Actor, limit: number): Promise<Line[]> {
  return listRecent(actor, limit)
}
