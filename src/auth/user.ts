import { heldOn, type Origin, privileged, type User } from '../actor'
import { isoToday } from '../lib/today'
import { settings } from '../settings/settings'
import type { Account } from './queries'

/** What is known of a session beside its account; that of somebody for whom the program acts has never proved anything. */
export type Entry = { sessionId: string; provedAt: number }
const none: Entry = { sessionId: '', provedAt: 0 }

/** Somebody as they act today: the roles of other days are not theirs. */
export function userOf(account: Account, origin: Origin, { sessionId, provedAt }: Entry = none): User {
  const { id, name, email, personId, secondFactor, preferences } = account
  const held = heldOn(isoToday(), account.held)
  return {
    kind: 'user',
    ...{ id, name, email, personId, held, sessionId, provedAt, secondFactor, preferences, origin },
    enrolBy: secondFactor ? null : enrolBy(held, settings().secondFactorGraceDays),
  }
}

/** Counted from the first of the roles that demand one; null when there is none. */
function enrolBy(held: Account['held'], graceDays: number): number | null {
  const since = held.filter(({ role }) => privileged.has(role)).map(({ givenAt }) => givenAt)
  return since.length > 0 ? Math.min(...since) + graceDays * 86_400_000 : null
}
