import { z } from 'zod'
import type { Actor, User } from '../actor'
import { afterCommit, type Tx } from '../db/sql'
import { choice, optional } from '../lib/form'
import { missing } from '../lib/problems'
import { publish } from '../redis/channel'
import * as queries from './queries'

export { deleteOldNotifications } from './queries'

const id = z.string().regex(/^\d{1,18}$/, 'Rechargez la page.')

/** `ouvrir`: and go where it leads. */
export const readingForm = z.strictObject({ suite: optional(choice(['ouvrir'])) })
/** `derniere`: the newest that was on the page. */
export const readAllForm = z.strictObject({ derniere: id })
/** `apres`: the last line of the page before, `<1 if unread>-<id>`. */
export const listQuery = z.strictObject({ apres: optional(z.string().regex(/^[01]-\d{1,18}$/, 'Rechargez la page.')) })

export type Page = { lines: queries.Listed[]; newest: string | null; next: string | null }

export const pageSize = 30

/**
 * Tells one account something, in the transaction of the act: when that is undone nobody was told. `href` is within the site,
 * below its base (`/personnel/…`). Once it is committed, the pages on which they are looking know.
 */
export function notify(
  tx: Tx,
  { userId, ...told }: { userId: string; kind: string; title: string; href: string; personId?: string | null },
): Promise<void> {
  afterCommit(tx, () => ring(userId))
  return queries.insertNotification(tx, { userId }, { ...told, personId: told.personId ?? null })
}

/** The same for the account of a person, when there is one: not for what they have done themselves. */
export function notifyPerson(
  tx: Tx,
  actor: Actor,
  { personId, ...told }: { personId: string; kind: string; title: string; href: string },
): Promise<void> {
  const except = actor.kind === 'user' ? actor.id : null
  afterCommit(tx, () => ring(personId))
  return queries.insertNotification(tx, { accountOf: personId }, { ...told, personId }, except)
}

/** The pages on which this account is looking look again. `whose`: its id, or its person's. */
function ring(whose: string): Promise<void> {
  return publish('notifications', whose)
}

/** One page, from the place that the page before named. */
export async function listOwn(actor: User, { apres }: z.output<typeof listQuery>): Promise<Page> {
  const [unread, last = ''] = apres?.split('-') ?? []
  const after = apres ? { unread: unread === '1', id: last } : null
  const found = await queries.listNotifications(actor, after, pageSize + 1)
  const lines = found.slice(0, pageSize)
  const newest = lines.map((line) => BigInt(line.id)).reduce((a, b) => (a > b ? a : b), 0n)
  const end = lines.at(-1)
  return {
    lines,
    newest: lines.length > 0 ? String(newest) : null,
    next: end && found.length > pageSize ? `${end.read ? 0 : 1}-${end.id}` : null,
  }
}

/** Marks one's own as read, and says where it leads. */
export async function markRead(actor: User, wanted: string): Promise<string> {
  const read = id.safeParse(wanted).success ? await queries.setRead(actor.id, wanted) : undefined
  if (!read) throw missing()
  await ring(actor.id)
  return read.href
}

export async function markAllRead(actor: User, { derniere }: z.output<typeof readAllForm>): Promise<void> {
  await queries.setAllRead(actor.id, derniere)
  await ring(actor.id)
}

export type News = queries.News

/** What each of these accounts is to know: how many are unread, and what came after the id it has got to. */
export function newsFor(places: { userId: string; after: string | null }[], limit: number): Promise<News[]> {
  return queries.findNews(places, limit)
}
