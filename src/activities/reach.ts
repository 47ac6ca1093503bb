import type { Fragment } from 'postgres'
import { type Action, type Actor, can, reaches } from '../actor'
import { part, some } from '../db/part'
import { visibleTo } from '../db/scope'
import { sql } from '../db/sql'
import { type Declared, type EventName, events } from './events'

const technical = (Object.entries(events) as [EventName, Declared][])
  .filter(([, event]) => event.technical)
  .map(([name]) => name)

/**
 * The lines of the journal (alias `a`) that the actor may read: their own acts, what was done to their account and their
 * file, and by their role the technical ones, or those about the people within reach.
 */
export function readableBy(actor: Actor): Fragment[] {
  const mine = actor.kind === 'user' ? [own(actor.id, actor.personId)] : []
  const others = [...ofTheHouse(actor), ...files(actor)]
  // a handful among millions: found by what they are about first, for the way along the ids would lead past all the others
  if (others.length === 0) return some([sql`a.id = any(array(select a.id from activities a where ${some(mine)}))`])
  return some([...mine, ...others])
}

function own(id: string, personId: string | null): Fragment {
  return sql`(a.actor_id = ${id} or (a.target_kind = 'account' and a.target_id = ${id}) or a.person_id = ${personId})`
}

/** Who opens accounts, or reads them, follows what becomes of them. */
function keepsHouse(actor: Actor): boolean {
  return can(actor, 'accounts.read') || can(actor, 'accounts.create')
}

function ofTheHouse(actor: Actor): Fragment[] {
  return keepsHouse(actor) ? [sql`a.event = any(${technical})`] : []
}

/** Of others: one's own file is among what is one's own. */
function files(actor: Actor): Fragment[] {
  const reached = reaches(actor, 'activities.read')
  if (reached.some(({ scope }) => scope === 'all')) return [sql`a.event <> all(${technical})`]
  if (reached.every(({ scope }) => scope === 'self')) return []
  const people = sql`a.person_id = any(array(select p.id from personnel p where ${visibleTo(actor, 'activities.read')}))`
  return [sql`(a.event <> all(${technical}) and ${people})`]
}

/** The fields of a file that need a right of their own, as the journal names them. */
const guarded: Partial<Record<Action, string[]>> = {
  'field.identity': ['nationalId', 'passport'],
  'field.private': ['birthPlace', 'nationality', 'maritalStatus', 'children', 'personalEmail', 'address', 'poBox'],
  'field.salary': ['echelon', 'indexPoints'],
}

/** The names of the fields that the actor may not see of this person (alias `p`, nobody when the line is about none). */
export function hiddenFrom(actor: Actor): Fragment[] {
  const lists = (Object.entries(guarded) as [Action, string[]][]).map(
    ([action, names]) => sql`case when ${visibleTo(actor, action)} then '{}'::text[] else ${names}::text[] end`,
  )
  return lists.flatMap((list, index) => (index === 0 ? [list] : [part`||`, list]))
}
