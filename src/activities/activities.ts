import type { Actor } from '../actor'
import { type EventName, events } from './events'
import { type Line, listRecent } from './journal-queries'

export type { Activity } from './events'
export { record } from './record'
export { noteReading } from './security'

/** The last lines within the actor's reach, newest first. */
export function recentActivities(actor: Actor, limit: number): Promise<Line[]> {
  return listRecent(actor, limit)
}

/** What a line says, in French; an event of another version of the program is shown by its name. */
export function labelOf(event: EventName): string {
  return events[event]?.label ?? event
}
