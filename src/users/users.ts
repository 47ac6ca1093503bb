import { z } from 'zod'
import { record } from '../activities/activities'
import { type Actor, can, type Role } from '../actor'
import {
  deleteSessionsOf,
  demandProof,
  forget,
  forgiveFailures,
  proofField,
  type proofForm,
  signInForm,
} from '../auth/auth'
import { type Tx, transaction } from '../db/sql'
import { optional, text } from '../lib/form'
import { conflict, forbidden, invalid, missing } from '../lib/problems'
import { isoToday } from '../lib/today'
import { send } from '../mail/mail'
import { inviteIn } from './invitations'
import { keepingOne } from './last-administrator'
import * as queries from './queries'
import { unitErrors } from './rules'

export { isProved, proofForm } from '../auth/auth'
export { addAccount, hasAccounts, inviteFirstAdministrator } from './first-administrator'
export { countUsers } from './first-queries'
export { listAccounts, listSchema } from './list'
export { moveRoles } from './unit-roles'

/** `name`: of an account that is nobody's file. */
export const accountForm = z.strictObject({
  person: optional(z.uuid('Choisissez une personne.')),
  name: optional(text(200, 2)),
  email: signInForm.shape.email,
})
export const disabledForm = z.strictObject({ reason: text(300, 3), proof: proofField })

/** `token`: of the link that was sent; null when the account was there already. */
export type Opened = { id: string; token: string | null }
type FirstRole = { role: Role; unit: string | null }

/**
 * An account for a person's file, one at most, whose owner is sent a link and chooses the password. Asked twice it is the same
 * account. For what is nobody's file (an auditor from elsewhere), by those who keep the accounts.
 */
export async function openAccount(
  actor: Actor,
  { person, name, email }: z.output<typeof accountForm>,
  roles: FirstRole[] = person ? [{ role: 'agent', unit: null }] : [],
): Promise<Opened> {
  if (!can(actor, 'accounts.create')) throw forbidden()
  if (!person && !can(actor, 'accounts.write')) throw wrong('person', 'Choisissez une personne.')
  return transaction(async (tx) => {
    const owner = person ? await queries.findPerson(tx, person, isoToday()) : name && { name }
    if (!owner) throw wrong(...nobody(person))
    const account = { name: owner.name, email, personId: person }
    const id = await queries.insertAccount(tx, account)
    if (!id) return { id: await sameAgain(tx, account), token: null }
    for (const first of roles) await giveFirst(tx, id, first)
    const target = { kind: 'account' as const, id, name: owner.name }
    await record(tx, actor, {
      event: 'account.created',
      target,
      after: { email, roles: roles.map(({ role }) => role) },
    })
    return { id, token: await inviteIn(tx, actor, { id, ...account }) }
  })
}

/** Closes an account: its sessions are over at once. Nobody closes their own, nor that of the last administrator. */
export async function disableAccount(
  actor: Actor,
  id: string,
  { reason, proof }: z.output<typeof disabledForm>,
): Promise<void> {
  await mayChange(actor, proof)
  if (actor.kind === 'user' && actor.id === id) throw forbidden('Vous ne pouvez pas désactiver votre propre compte.')
  const ended = await transaction((tx) =>
    keepingOne(tx, id, async () => {
      const account = await lock(tx, id)
      if (account.disabled) return []
      await queries.setDisabled(tx, id, reason)
      const sessions = await deleteSessionsOf(tx, id)
      await record(tx, actor, { event: 'account.disabled', target: targetOf(account), after: { reason } })
      await send(tx, { letter: 'account-disabled', to: ownerOf(account), props: { email: account.email, reason } })
      return sessions
    }),
  )
  await forget(ended)
}

/** Opens it again, with the roles and the password it had. */
export async function enableAccount(actor: Actor, id: string, { proof }: z.output<typeof proofForm>): Promise<void> {
  await mayChange(actor, proof)
  await transaction(async (tx) => {
    const account = await lock(tx, id)
    if (!account.disabled) return
    await queries.setEnabled(tx, id)
    await record(tx, actor, { event: 'account.enabled', target: targetOf(account) })
    await send(tx, { letter: 'account-enabled', to: ownerOf(account), props: { email: account.email } })
  })
}

/** Whoever has mistyped too often may try again at once. */
export async function unlockAccount(actor: Actor, id: string): Promise<void> {
  if (!can(actor, 'accounts.write')) throw forbidden()
  const [email, addresses] = await transaction(async (tx) => {
    const account = await lock(tx, id)
    if (await queries.deleteFailures(tx, account))
      await record(tx, actor, { event: 'account.unlocked', target: targetOf(account) })
    return [account.email, await queries.listFailedFrom(tx, id)]
  })
  await forgiveFailures(email, addresses)
}

/** Every browser in which the account is open has to sign in again. */
export async function endSessions(actor: Actor, id: string): Promise<void> {
  if (!can(actor, 'accounts.write')) throw forbidden()
  const ended = await transaction(async (tx) => {
    const account = await lock(tx, id)
    const sessions = await deleteSessionsOf(tx, id)
    if (sessions.length > 0)
      await record(tx, actor, {
        event: 'account.sessions_ended',
        target: targetOf(account),
        after: { sessions: sessions.length },
      })
    return sessions
  })
  await forget(ended)
}

/** Whether the actor keeps the accounts, and is who they are. The program itself has no password. */
export async function mayChange(actor: Actor, proof: string | null): Promise<void> {
  if (!can(actor, 'accounts.write')) throw forbidden()
  if (actor.kind === 'user') await demandProof(actor, proof)
}

export async function lock(tx: Tx, id: string): Promise<queries.Locked> {
  const account = await queries.lockAccount(tx, id)
  if (!account) throw missing('Ce compte n’existe pas.')
  return account
}

export function targetOf({ id, name }: { id: string; name: string }) {
  return { kind: 'account' as const, id, name }
}

export function ownerOf({ email, name }: queries.Locked) {
  return { email, name }
}

/** The account that the same form has made a moment ago; anything else that stands in the way is said. */
async function sameAgain(
  tx: Tx,
  { name, email, personId }: { name: string; email: string; personId: string | null },
): Promise<string> {
  const taken = await queries.findTaken(tx, personId, email)
  const theirs = taken.find((one) => personId !== null && one.personId === personId)
  const same = (theirs ?? taken[0])?.email.toLowerCase() === email.toLowerCase() ? (theirs ?? taken[0]) : undefined
  if (same && !same.hasPassword && same.personId === personId && same.name === name) return same.id
  if (theirs) throw conflict('Cette personne a déjà un compte.')
  throw wrong('email', 'Un compte porte déjà cette adresse.')
}

async function giveFirst(tx: Tx, userId: string, { role, unit }: FirstRole): Promise<void> {
  const errors = unitErrors(role, unit)
  if (errors.length > 0) throw invalid(errors, errors[0]?.message)
  const found = unit ? await queries.findUnit(tx, unit) : null
  if (found === undefined) throw wrong('unit', 'Cette unité n’existe pas.')
  await queries.insertRole(tx, userId, { role, unitId: found?.id ?? null, startsOn: null, endsOn: null })
}

function nobody(person: string | null): [field: string, message: string] {
  return person
    ? ['person', 'Cette personne n’existe pas, ou elle a quitté le ministère.']
    : ['name', 'Ce champ est obligatoire.']
}

function wrong(field: string, message: string) {
  return invalid([{ field, message }], message)
}
