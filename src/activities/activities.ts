import type { Actor } from '../actor'
import type { Tx } from '../db/sql'
import { type EventName, events } from './events'
import * as queries from './queries'

export type Activity = {
  event: EventName
  target?: { kind: 'personnel' | 'account' | 'list' | 'leave' | 'letter'; id: string; name: string | null }
  /** The person concerned, when there is one: those who may see the person may see the line. */
  personId?: string
  before?: Record<string, unknown>
  after?: Record<string, unknown>
}

/** Writes what somebody did, in the transaction of the act: either both are there or neither. */
export function record(tx: Tx, actor: Actor, activity: Activity): Promise<void> {
  return queries.insert(tx, {
    actorId: actor.kind === 'user' ? actor.id : null,
    actorName: actor.name,
    event: activity.event,
    target: activity.target ?? null,
    personId: activity.personId ?? null,
    before: activity.before ?? null,
    after: activity.after ?? null,
    origin: actor.origin,
  })
}

/** The last lines within the actor's reach, newest first. */
export function recentActivities(actor: Actor, limit: number): Promise<queries.Recent[]> {
  return queries.listRecent(actor, limit)
}

/** What a line says, in French; an event of another version of the program is shown by its name. */
export function labelOf(event: EventName): string {
  return events[event] ?? event
}
