import type { Actor, Origin } from '../actor'
import { granted, visibleTo } from '../db/scope'
import { sql, type Tx } from '../db/sql'
import type { EventName } from './events'

type Line = {
  actorId: string | null
  actorName: string
  event: EventName
  target: { kind: string; id: string; name: string | null } | null
  personId: string | null
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
  origin: Origin
}

export async function insert(tx: Tx, line: Line): Promise<void> {
  const { target, origin } = line
  await tx`
    insert into activities (actor_id, actor_name, event, target_kind, target_id, target_name, person_id, before, after, address, cf_ray, request_id)
    values (
      ${line.actorId}, ${line.actorName}, ${line.event}, ${target?.kind ?? null}, ${target?.id ?? null}, ${target?.name ?? null},
      ${line.personId}, ${json(tx, line.before)}, ${json(tx, line.after)}, ${origin.address}, ${origin.cfRay}, ${origin.requestId}
    )`
}

export type Recent = {
  id: string
  at: Date
  actorName: string
  event: EventName
  targetName: string | null
  personId: string | null
}

/**
 * The last lines within the actor's reach: their own, those about people they may read the journal of, and for who
 * keeps the accounts those about accounts and sessions.
 */
export async function listRecent(actor: Actor, limit: number): Promise<Recent[]> {
  return sql`
    select a.id, a.at, a.actor_name as "actorName", a.event, a.target_name as "targetName", a.person_id as "personId"
    from activities a
    where ${actor.kind === 'user' ? sql`a.actor_id = ${actor.id}` : sql`false`}
      or a.person_id in (select p.id from personnel p where ${visibleTo(actor, 'activities.read')})
      or (${granted(actor, 'accounts.read')} and (a.target_kind = 'account' or a.event like 'session.%'))
    order by a.id desc
    limit ${limit}`
}

function json(tx: Tx, value: Record<string, unknown> | null) {
  return value === null ? null : tx.json(value as never)
}
