import { createHmac, randomBytes } from 'node:crypto'
import type { User } from '../actor'
import { publish } from '../redis/channel'
import { dropSessions } from '../redis/sessions'
import { limits } from './session-copies'
import * as queries from './session-queries'
import { hashOf, newToken } from './token'

/** s for which an id is still good once the rights have changed: what a page asks for at the same time still has its cookie. */
const grace = 10

/**
 * The session goes on under another id, from now on; returns the new value of its cookie. To be called once its holder has shown
 * again who they are, after the commit of what they did it for (ASVS 7.2.4). When it was ended meanwhile the value opens nothing.
 */
export async function rotateSession(actor: User, from: queries.Where): Promise<string> {
  const token = newToken()
  const replacement = { by: hashOf(token), successor: randomBytes(32), grace: 0, proved: from }
  const ids = [actor.sessionId]
  if (!(await queries.replaceSession(actor.sessionId, replacement, limits()))) {
    // at the same moment its id was changed for another reason
    const present = await queries.findSuccessor(actor.sessionId)
    if (present && (await queries.replaceSession(present, replacement, limits()))) ids.push(present)
  }
  await dropSessions(ids)
  await publish('session', actor.id)
  return token
}

/**
 * The value of the cookie that follows this one, now that the account's rights have changed: for all who ask with the same one
 * the same. Undefined when there is none: the session is over.
 */
export async function nextToken(token: string, known: Buffer | null): Promise<string | undefined> {
  if (known) return follower(token, known)
  const successor = randomBytes(32)
  const next = follower(token, successor)
  const replacement = { by: hashOf(next), successor, grace, proved: null }
  if (await queries.replaceSession(hashOf(token), replacement, limits())) {
    await dropSessions([hashOf(token)])
    return next
  }
  const found = await queries.findSession(hashOf(token), limits())
  return found?.successor && found.alive ? follower(token, found.successor) : undefined
}

/** Made from what the browser has and what Postgres has: whoever knows one of them only cannot make it. */
function follower(token: string, successor: Buffer): string {
  return createHmac('sha256', token).update(successor).digest('base64url')
}
