import { z } from 'zod'
import type { User } from '../actor'
import { choice, optional } from '../lib/form'
import { type Pages, paged, unreadablePage } from '../lib/pages'
import * as queries from './queries'

const perPage = 50
const id = z.uuid(unreadablePage)
const place = { apres: optional(id), avant: optional(id), fin: optional(choice(['1'])) }

export const ownQuery = z.strictObject(place)
/** Without a state, those that wait. */
export const listQuery = z.strictObject({
  ...place,
  etat: optional(choice(['en_attente', 'acceptee', 'refusee', 'retiree', 'toutes'])),
})

export type ListPage = {
  rows: queries.Row[]
  total: number
  /** As parameters of the address; null when that page is the one on screen, or does not exist. */
  pages: Pages
}

/** One's own, the last first. */
export function listOwn(actor: User, asked: z.output<typeof ownQuery>): Promise<ListPage> {
  return pageOf(queries.mine(actor), null, true, placeOf(asked))
}

/** Those that the actor decides, the oldest first: it has waited longest. */
export function listToDecide(
  actor: User,
  { etat, ...asked }: z.output<typeof listQuery>,
  limit = perPage,
): Promise<ListPage> {
  return pageOf(
    queries.toDecide(actor),
    etat === 'toutes' ? null : (etat ?? 'en_attente'),
    false,
    placeOf(asked),
    limit,
  )
}

/** All about one person, the last first. */
export function listAbout(actor: User, personId: string): Promise<queries.Row[]> {
  const all = { state: null, newestFirst: true, place: 'start', limit: 1_000 } as const
  return queries.listCorrections(queries.about(actor, personId), all)
}

function placeOf({ apres, avant, fin }: z.output<typeof ownQuery>): queries.Place {
  if (apres) return { after: apres }
  if (avant) return { before: avant }
  return fin ? 'end' : 'start'
}

type Whose = ReturnType<typeof queries.mine>

async function pageOf(
  whose: Whose,
  state: queries.Row['state'] | null,
  newestFirst: boolean,
  place: queries.Place,
  limit = perPage,
): Promise<ListPage> {
  // one more than is shown tells whether the list goes on
  const [read, total] = await Promise.all([
    queries.listCorrections(whose, { state, newestFirst, place, limit: limit + 1 }),
    queries.countCorrections(whose, state),
  ])
  const { rows, ...pages } = paged(read, { from: queries.fromOf(place), limit }, ({ id }) => id)
  return { rows, total, pages }
}
