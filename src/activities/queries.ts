import type { Origin } from '../actor'
import type { Tx } from '../db/sql'
import type { EventName } from './events'

type Written = {
  actorId: string | null
  actorName: string
  event: EventName
  target: { kind: string; id: string; name: string | null } | null
  personId: string | null
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
  origin: Origin
}

export async function insert(tx: Tx, line: Written): Promise<void> {
  const { target, origin } = line
  await tx`
    insert into activities (actor_id, actor_name, event, target_kind, target_id, target_name, person_id, before, after, address, cf_ray, request_id)
    values (
      ${line.actorId}, ${line.actorName}, ${line.event}, ${target?.kind ?? null}, ${target?.id ?? null}, ${target?.name ?? null},
      ${line.personId}, ${json(tx, line.before)}, ${json(tx, line.after)}, ${origin.address}, ${origin.cfRay}, ${origin.requestId}
    )`
}

function json(tx: Tx, value: Record<string, unknown> | null) {
  return value === null ? null : tx.json(value as never)
}
