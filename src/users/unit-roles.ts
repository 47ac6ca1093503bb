import { record } from '../activities/activities'
import type { Actor } from '../actor'
import type { Tx } from '../db/sql'
import { send } from '../mail/mail'
import { raiseEpoch } from './queries'
import * as queries from './unit-roles-queries'

/**
 * The roles held over a unit that goes into another are held over that one from now on, and their owners hear of it. Who holds the
 * same role over both keeps one, for the time of both. Returns the accounts, whose sessions are to be refreshed after the commit.
 */
export async function moveRoles(
  tx: Tx,
  actor: Actor,
  from: { id: number; code: string },
  into: { id: number; code: string; name: string },
): Promise<string[]> {
  const held = await queries.lockRolesOver(tx, from.id)
  for (const { userId, name, email, roleId, role, startsOn, endsOn } of held) {
    const kept = await queries.moveRole(tx, roleId, into.id)
    const target = { kind: 'account' as const, id: userId, name }
    const before = { role, unit: from.code, startsOn, endsOn }
    await record(tx, actor, { event: 'role.changed', target, before, after: { role, unit: into.code, ...kept } })
    await raiseEpoch(tx, userId)
    await send(tx, {
      letter: 'roles-changed',
      to: { email, name },
      props: { what: 'changed', role, unitName: into.name, ...kept },
    })
  }
  return [...new Set(held.map(({ userId }) => userId))]
}
