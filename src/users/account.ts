import { labelOf } from '../activities/activities'
import type { Actor } from '../actor'
import { missing } from '../lib/problems'
import { isoToday } from '../lib/today'
import * as queries from './account-queries'

export type { Account, Candidate } from './account-queries'

const lines = 20
const mostCandidates = 20

export type AccountView = { account: queries.Account; lines: { at: Date; actorName: string; label: string }[] }

/** An account with what the journal says last of it; throws `missing` for what is none. */
export async function viewAccount(actor: Actor, id: string): Promise<AccountView> {
  const [account, last] = await Promise.all([queries.findAccount(actor, id, isoToday()), queries.listLines(id, lines)])
  if (!account) throw missing('Ce compte n’existe pas.')
  return { account, lines: last.map(({ event, ...line }) => ({ ...line, label: labelOf(event) })) }
}

export async function readAccount(actor: Actor, id: string): Promise<queries.Account> {
  const account = await queries.findAccount(actor, id, isoToday())
  if (!account) throw missing('Ce compte n’existe pas.')
  return account
}

/** Whose account may be opened: the one chosen, or those whom the words may mean. */
export async function findCandidates(
  actor: Actor,
  { q, personne }: { q: string | null; personne: string | null },
): Promise<{ chosen: queries.Candidate | null; found: queries.Candidate[]; more: boolean }> {
  const today = isoToday()
  if (personne) {
    const chosen = await queries.findCandidate(actor, personne, today)
    if (!chosen) throw missing('Cette personne n’existe pas, ou elle a quitté le ministère.')
    return { chosen, found: [], more: false }
  }
  const read = q ? await queries.listCandidates(actor, q, today, mostCandidates + 1) : []
  return { chosen: null, found: read.slice(0, mostCandidates), more: read.length > mostCandidates }
}

export { listOpenUnits } from '../organisation/organisation'
