import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { record } from '../activities/activities'
import type { Actor, Origin, Role, User } from '../actor'
import { type Tx, transaction } from '../db/sql'
import { optional, text } from '../lib/form'
import { invalid, missing, type Problem } from '../lib/problems'
import { send } from '../mail/mail'
import { hashPassword, verifyPassword } from './password'
import * as queries from './queries'
import { closeSession, closeSessionsOf, hashOf, openSession } from './sessions'
import { admit, noteSuccess } from './throttle'

export { hashPassword } from './password'

export const signInForm = z.strictObject({
  email: text(254).pipe(
    z.string().regex(/^[^\s@]+@[^\s@]+$/, 'Une adresse électronique, par exemple prenom.nom@mppeep.example.'),
  ),
  // taken as typed: no trimming, no change of case (ASVS 6.2)
  password: z
    .string('Ce champ est obligatoire.')
    .min(1, 'Ce champ est obligatoire.')
    .max(256, 'Au plus 256 caractères.'),
  suite: optional(z.string()),
})

export type Place = Origin & { address: string; userAgent: string | null; country: string | null }

/**
 * Opens a session; returns the cookie's value. Unknown, disabled and wrong password are one and the same refusal.
 * `replaced`: the session that this browser has had until now, which ends.
 */
export async function signIn(
  input: { email: string; password: string },
  from: Place,
  replaced?: User,
): Promise<string> {
  await admit(input.email, from.address)
  const account = await queries.findForSignIn(input.email)
  const right = await verifyPassword(account && !account.disabled ? account.passwordHash : null, input.password)
  if (!right || !account) {
    await recordFailure(account?.id ?? null, from)
    throw invalid(
      [{ field: 'password', message: 'Adresse électronique ou mot de passe incorrect.' }],
      'Connexion refusée.',
    )
  }
  return enter(account, from, replaced)
}

/** The session of somebody who has shown who they are; returns the cookie's value. */
export async function enter(account: queries.Account, from: Place, replaced?: User): Promise<string> {
  const [token] = await Promise.all([
    openSession(account.id, from),
    noteSuccess(account.id, account.email, from.address),
  ])
  if (replaced) await closeSession(replaced.sessionId)
  await transaction((tx) => record(tx, personOf(account, from), { event: 'session.opened' }))
  return token
}

export async function signOut(actor: User): Promise<void> {
  await closeSession(actor.sessionId)
  await transaction((tx) => record(tx, actor, { event: 'session.closed' }))
}

/** Somebody for whom the worker acts, with the rights they have now, whatever these were when they asked. Undefined when disabled. */
export async function findUser(id: string, origin: Origin): Promise<User | undefined> {
  const account = await queries.findAccount(id)
  return account && personOf(account, origin)
}

/** Ends the account's access: its sessions are over at their next request. */
export async function disableAccount(actor: Actor, email: string): Promise<void> {
  const account = await queries.findForSignIn(email)
  if (!account) throw missing('Aucun compte ne porte cette adresse.')
  const { id, name, disabled } = account
  await transaction(async (tx) => {
    await queries.setDisabled(tx, id)
    await record(tx, actor, { event: 'account.disabled', target: { kind: 'account', id, name } })
    if (!disabled) await send(tx, { letter: 'account-disabled', ...toOwner(account) })
  })
  await closeSessionsOf(account.id)
}

export type NewAccount = {
  email: string
  name: string
  personId: string | null
  roles: { role: Role; unitCode: string | null }[]
}

/** A new account with its roles, signed into with this password; a letter tells its owner, without the password. */
export async function createAccount(actor: Actor, account: NewAccount, password: string): Promise<string> {
  const passwordHash = await hashPassword(password)
  return transaction(async (tx) => {
    const id = await addAccount(tx, actor, account, passwordHash)
    await send(tx, { letter: 'account-created', ...toOwner(account) })
    return id
  })
}

/** The same inside a transaction that does more; nobody is written to. */
export async function addAccount(tx: Tx, actor: Actor, account: NewAccount, passwordHash: string): Promise<string> {
  const id = await queries.insertUser(tx, { ...account, passwordHash })
  for (const { role, unitCode } of account.roles) await queries.insertRole(tx, id, role, unitCode)
  await record(tx, actor, {
    event: 'account.created',
    target: { kind: 'account', id, name: account.name },
    after: { email: account.email, roles: account.roles.map(({ role }) => role) },
  })
  return id
}

export const invitationForm = z
  .strictObject({
    name: text(200, 2),
    email: signInForm.shape.email,
    password: z
      .string()
      .min(15, 'Au moins 15 caractères : une phrase est un bon mot de passe.')
      .max(128, 'Au plus 128 caractères.'),
    again: z.string(),
  })
  .refine((form) => form.password === form.again, { path: ['again'], message: 'Les deux saisies diffèrent.' })

/** Whether anybody can sign in at all. */
export async function hasAccounts(): Promise<boolean> {
  return (await queries.countUsers()) > 0
}

/** A link that makes the first administrator, once, within 24 hours. Null when there are accounts already. */
export async function inviteFirstAdministrator(): Promise<string | null> {
  if ((await queries.countUsers()) > 0) return null
  const token = randomBytes(32).toString('base64url')
  await queries.insertInvitation(hashOf(token), 'admin', 24)
  return token
}

/** Whether the link can still be used. */
export async function checkInvitation(token: string): Promise<void> {
  if (!(await queries.findInvitation(hashOf(token)))) throw usedUp()
}

/** The first account. Every other link that is still about is void from then on. */
export async function acceptInvitation(
  token: string,
  input: z.output<typeof invitationForm>,
  from: Origin,
): Promise<void> {
  await checkInvitation(token)
  const passwordHash = await hashPassword(input.password)
  await transaction(async (tx) => {
    const role = await queries.takeInvitations(tx, hashOf(token))
    if (!role) throw usedUp()
    const roles = [{ role, unitCode: null }]
    const invited: Actor = { kind: 'system', name: 'Invitation', origin: from }
    await addAccount(tx, invited, { email: input.email, name: input.name, personId: null, roles }, passwordHash)
  })
}

function usedUp(): Problem {
  return missing('Ce lien a déjà servi, ou il a expiré. Demandez-en un nouveau à la personne qui a installé le site.')
}

async function recordFailure(userId: string | null, from: Place): Promise<void> {
  // the e-mail address typed is not kept: people type passwords there
  const system = { kind: 'system' as const, name: 'Connexion', origin: from }
  await transaction((tx) =>
    record(tx, system, {
      event: 'session.refused',
      target: userId ? { kind: 'account', id: userId, name: null } : undefined,
    }),
  )
}

function toOwner({ email, name }: { email: string; name: string }) {
  return { to: { email, name }, props: { email } }
}

function personOf(account: queries.Account, origin: Origin): User {
  const { id, name, email, personId, held } = account
  return { kind: 'user', id, name, email, personId, held, sessionId: '', origin }
}
