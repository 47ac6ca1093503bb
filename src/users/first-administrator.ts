import { z } from 'zod'
import { record } from '../activities/activities'
import type { Actor, Origin, Role } from '../actor'
import { chosenPassword, hashOf, newPasswordFields, newToken, type Owner, signInForm } from '../auth/auth'
import { type Tx, transaction } from '../db/sql'
import { text } from '../lib/form'
import { missing, type Problem } from '../lib/problems'
import * as queries from './first-queries'

export { strengthFor, typedFirstForm, typedStrength } from '../auth/auth'

export type NewAccount = {
  email: string
  name: string
  personId: string | null
  roles: { role: Role; unitCode: string | null }[]
}

/** An account that is signed into with this password from the start; nobody is written to. */
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

export const invitationForm = z.strictObject({
  name: text(200, 2),
  email: signInForm.shape.email,
  ...newPasswordFields,
})

/** Whether anybody can sign in at all. */
export async function hasAccounts(): Promise<boolean> {
  return (await queries.countUsers()) > 0
}

/** A link that makes the first administrator, once, within 24 hours. Null when there are accounts already. */
export async function inviteFirstAdministrator(): Promise<string | null> {
  if ((await queries.countUsers()) > 0) return null
  const token = newToken()
  await queries.insertInvitation(hashOf(token), 'admin', 24)
  return token
}

/** Whose password it will be, as far as that is typed. */
export function firstOwner({ name = '', email = '' }: { name?: string; email?: string }): Owner {
  return { name, email, personId: null, secondFactor: false }
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
  const { name, email } = input
  const passwordHash = await chosenPassword(input, firstOwner(input))
  await transaction(async (tx) => {
    const role = await queries.takeInvitations(tx, hashOf(token))
    if (!role) throw usedUp()
    const roles = [{ role, unitCode: null }]
    const invited: Actor = { kind: 'system', name: 'Invitation', origin: from }
    await addAccount(tx, invited, { email, name, personId: null, roles }, passwordHash)
  })
}

function usedUp(): Problem {
  return missing('Ce lien a déjà servi, ou il a expiré. Demandez-en un nouveau à la personne qui a installé le site.')
}
