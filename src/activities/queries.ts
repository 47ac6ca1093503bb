import type { Actor } from '../actor'
import type { Tx } from '../db/sql'
import type { Activity } from './events'

export async function insert(tx: Tx, actor: Actor, activities: Activity[]): Promise<void> {
  const { address, cfRay, requestId } = actor.origin
  await tx`
    insert into activities (
      actor_id, actor_name, event, target_kind, target_id, target_name, person_id, before, after, address, cf_ray, request_id)
    select ${actor.kind === 'user' ? actor.id : null}, ${actor.name}, line ->> 'event', line -> 'target' ->> 'kind',
      line -> 'target' ->> 'id', line -> 'target' ->> 'name', (line ->> 'personId')::uuid, line -> 'before', line -> 'after',
      ${address}::inet, ${cfRay}, ${requestId}::uuid
    from jsonb_array_elements(${tx.json(activities as never)}) with ordinality as lines (line, place)
    order by place`
}
