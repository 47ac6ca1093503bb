import { z } from 'zod'
import { record } from '../activities/activities'
import { type Actor, can, type Origin } from '../actor'
import { chosenPassword, hashOf, newPasswordFields, newToken } from '../auth/auth'
import { type Tx, transaction } from '../db/sql'
import { conflict, forbidden, missing, type Problem } from '../lib/problems'
import { send } from '../mail/mail'
import * as links from './link-queries'
import * as queries from './queries'
import { invitationProblem } from './rules'

export { strengthFor, typedForm, typedStrength } from '../auth/auth'

const hours = 24

export const welcomeForm = z.strictObject({ ...newPasswordFields })

/** A new letter with a new link; the one before it is void. Null when the last one left a moment ago. */
export async function invite(actor: Actor, id: string): Promise<string | null> {
  if (!can(actor, 'accounts.create')) throw forbidden()
  return transaction(async (tx) => {
    const account = await queries.lockAccount(tx, id)
    if (!account) throw missing('Ce compte n’existe pas.')
    const problem = invitationProblem(account)
    if (problem) throw conflict(problem)
    if (actor.kind === 'user' && (await links.isJustInvited(tx, id))) return null
    return inviteIn(tx, actor, account)
  })
}

/** The same inside a transaction that does more, and holds the row of the account. Returns the token, which only its hash is kept of. */
export async function inviteIn(
  tx: Tx,
  actor: Actor,
  { id, name, email }: { id: string; name: string; email: string },
): Promise<string> {
  const token = newToken()
  await links.insertInvitation(tx, id, hashOf(token), hours)
  await record(tx, actor, { event: 'account.invited', target: { kind: 'account', id, name }, after: { email } })
  await send(tx, { letter: 'invitation', to: { email, name }, props: { token, email, hours } })
  return token
}

/** Whose account the link opens. Throws `missing` for one that cannot be used, whatever the reason. */
export async function findWelcome(token: string): Promise<links.Invited> {
  const invited = await links.findInvited(hashOf(token))
  if (!invited) throw usedUp()
  return invited
}

/** The owner chooses the password; nobody is signed in. A password that is refused leaves the link as it was. */
export async function joinIn(token: string, input: z.output<typeof welcomeForm>, from: Origin): Promise<void> {
  const owner = await findWelcome(token)
  const { id, name } = owner
  const passwordHash = await chosenPassword(input, owner)
  await transaction(async (tx) => {
    const account = await queries.lockAccount(tx, id)
    const welcome = account && invitationProblem(account) === undefined
    if (!welcome || !(await links.takeInvitation(tx, hashOf(token)))) throw usedUp()
    await queries.setPassword(tx, id, passwordHash)
    const invited: Actor = { kind: 'system', name: 'Invitation', origin: from }
    await record(tx, invited, { event: 'account.joined', target: { kind: 'account', id, name } })
  })
}

function usedUp(): Problem {
  return missing(
    'Ce lien a déjà servi, a été remplacé par un plus récent, ou a expiré. Demandez-en un nouveau à la personne qui vous a ouvert ce compte.',
  )
}
