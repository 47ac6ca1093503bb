import { z } from 'zod'
import { record } from '../activities/activities'
import { type Actor, roles } from '../actor'
import { proofField, type proofForm, refreshSessionsOf } from '../auth/auth'
import { type Tx, transaction } from '../db/sql'
import { choice, day, optional } from '../lib/form'
import { conflict, type FieldError, forbidden, invalid, missing } from '../lib/problems'
import { isoToday } from '../lib/today'
import { send } from '../mail/mail'
import { keepingOne } from './last-administrator'
import * as queries from './queries'
import { type Dates, dateErrors, unitErrors } from './rules'
import { lock, mayChange, targetOf } from './users'

const dates = { startsOn: optional(day), endsOn: optional(day), proof: proofField }

export const roleForm = z.strictObject({
  role: choice(roles),
  unit: optional(z.string().regex(/^[A-Z0-9-]{2,20}$/, 'Cette unité n’existe pas.')),
  ...dates,
})
export const roleDatesForm = z.strictObject(dates)

/** One more role; what it allows adds to what the others do, from the owner's next request on. Nobody gives themselves one. */
export async function giveRole(
  actor: Actor,
  userId: string,
  { role, unit, startsOn, endsOn, proof }: z.output<typeof roleForm>,
): Promise<void> {
  await mayChange(actor, proof)
  notOneself(actor, userId)
  await transaction(async (tx) => {
    const account = await lock(tx, userId)
    const found = unit ? await queries.findUnit(tx, unit) : null
    refuse([
      ...(found === undefined ? [{ field: 'unit', message: 'Cette unité n’existe pas.' }] : unitErrors(role, unit)),
      ...dateErrors({ startsOn, endsOn }, null, isoToday()),
    ])
    const unitId = found?.id ?? null
    const held = await queries.findRoleOver(tx, userId, role, unitId)
    if (held && isSame(held, { startsOn, endsOn })) return
    if (held) throw conflict('Ce compte tient déjà ce rôle, à d’autres dates. Modifiez celui qu’il a.')
    await queries.insertRole(tx, userId, { role, unitId, startsOn, endsOn })
    const given = { role, unit, unitName: found?.name ?? null, startsOn, endsOn }
    await record(tx, actor, { event: 'role.given', target: targetOf(account), after: line(given) })
    await told(tx, account, 'given', given)
  })
  await refreshSessionsOf(userId)
}

/** Other dates for a role that is held. */
export async function changeRole(
  actor: Actor,
  userId: string,
  roleId: string,
  { startsOn, endsOn, proof }: z.output<typeof roleDatesForm>,
): Promise<void> {
  await mayChange(actor, proof)
  notOneself(actor, userId)
  await transaction((tx) =>
    keepingOne(tx, userId, async () => {
      const account = await lock(tx, userId)
      const before = await queries.findRole(tx, userId, roleId)
      if (!before) throw missing('Ce rôle n’est plus tenu.')
      if (isSame(before, { startsOn, endsOn })) return
      refuse(dateErrors({ startsOn, endsOn }, before, isoToday()))
      const after = { ...before, startsOn, endsOn }
      await queries.setRoleDates(tx, roleId, after)
      const target = targetOf(account)
      await record(tx, actor, { event: 'role.changed', target, before: line(before), after: line(after) })
      await told(tx, account, 'changed', after)
    }),
  )
  await refreshSessionsOf(userId)
}

/** What it allowed is over at the owner's next request. Taken away already: nothing happens. */
export async function withdrawRole(
  actor: Actor,
  userId: string,
  roleId: string,
  { proof }: z.output<typeof proofForm>,
): Promise<void> {
  await mayChange(actor, proof)
  await transaction((tx) =>
    keepingOne(tx, userId, async () => {
      const account = await lock(tx, userId)
      const before = await queries.findRole(tx, userId, roleId)
      if (!before) return
      await queries.deleteRole(tx, roleId)
      await record(tx, actor, { event: 'role.withdrawn', target: targetOf(account), before: line(before) })
      await told(tx, account, 'withdrawn', before)
    }),
  )
  await refreshSessionsOf(userId)
}

type Said = Omit<queries.HeldRole, 'id'>

/** The rights are others from here on, and the owner hears of it. */
async function told(
  tx: Tx,
  { id, name, email }: queries.Locked,
  what: 'given' | 'changed' | 'withdrawn',
  { role, unitName, startsOn, endsOn }: Said,
): Promise<void> {
  await queries.raiseEpoch(tx, id)
  await send(tx, { letter: 'roles-changed', to: { email, name }, props: { what, role, unitName, startsOn, endsOn } })
}

function line({ role, unit, startsOn, endsOn }: Said) {
  return { role, unit, startsOn, endsOn }
}

function isSame(held: Dates, asked: Dates): boolean {
  return held.startsOn === asked.startsOn && held.endsOn === asked.endsOn
}

function notOneself(actor: Actor, userId: string): void {
  if (actor.kind === 'user' && actor.id === userId)
    throw forbidden('Personne ne se donne de rôle\u202f: demandez-le à un autre administrateur.')
}

function refuse(errors: FieldError[]): void {
  if (errors.length > 0) throw invalid(errors)
}
