import { z } from 'zod'
import { record } from '../activities/activities'
import { can, type User } from '../actor'
import { refreshSessionsOf } from '../auth/auth'
import { afterCommit, type Tx, transaction } from '../db/sql'
import { optional, text, whole } from '../lib/form'
import { conflict, forbidden, invalid, missing } from '../lib/problems'
import { sharedLabels } from '../lib/shared-labels'
import { listQuery } from '../personnel/personnel'
import { bump, remember } from '../redis/cache'
import type { View } from './queries'
import * as queries from './queries'
import { mostViews, sharedWith } from './rules'

export { listUnits } from '../organisation/organisation'
export type { View } from './queries'

const name = text(60)
const shared = optional(z.string().refine((value) => value in sharedLabels, 'Choisissez une valeur de la liste.'))

export const newViewForm = z.strictObject({
  name,
  shared,
  query: z.string().max(1_000, 'Cette recherche est trop longue.'),
})
export const viewForm = z.strictObject({ name, shared, version: whole(1, 999_999_999) })

/** The views that the actor finds above the list: their own, and those shared with them. */
export function listViews(actor: User): Promise<View[]> {
  const shared = sharedWith([...new Set(actor.held.map(({ role }) => role))].sort())
  return remember('views', `${actor.id} ${shared}`, 600, () => queries.listViews(actor, shared))
}

/** One of the actor's own, to be changed. */
export async function findOwn(actor: User, id: string): Promise<View> {
  const found = (await listViews(actor)).find((view) => view.id === id && view.own)
  if (!found) throw missing()
  return found
}

/** Whether they manage people: what they put together may serve others. */
export function mayShare(actor: User): boolean {
  return can(actor, 'personnel.write')
}

/** Keeps a list under a name. The same list under the same name again is the same view. */
export async function saveView(actor: User, input: z.output<typeof newViewForm>): Promise<void> {
  const query = listQuery(input.query)
  if (!query) throw invalid([{ field: 'query', message: 'Cette recherche ne peut pas être enregistrée.' }])
  if (input.shared && !mayShare(actor)) throw forbidden()
  await transaction(async (tx) => {
    const own = await queries.lockViews(tx, actor)
    const twin = own.find((view) => sameName(view.name, input.name))
    if (twin?.query === query && twin.shared === input.shared) return
    if (twin) throw nameTaken()
    if (own.length >= mostViews)
      throw conflict(`Vous avez déjà ${mostViews} vues\u202f: supprimez-en une avant d’en enregistrer une autre.`)
    const id = await queries.insertView(tx, actor, { ...input, query })
    const after = { asked: Object.fromEntries(new URLSearchParams(query)), sharedWith: input.shared }
    await record(tx, actor, { event: 'view.saved', target: { kind: 'list', id, name: input.name }, after })
    shown(tx)
  })
}

/** Another name, or other people it is shared with. */
export async function changeView(actor: User, id: string, input: z.output<typeof viewForm>): Promise<void> {
  if (input.shared && !mayShare(actor)) throw forbidden()
  await transaction(async (tx) => {
    const own = await queries.lockViews(tx, actor)
    const view = own.find((one) => one.id === id)
    if (!view) throw missing()
    if (view.name === input.name && view.shared === input.shared) return
    if (view.version !== input.version) throw conflict('Cette vue a été modifiée depuis que vous l’avez ouverte.')
    if (own.some((one) => one.id !== id && sameName(one.name, input.name))) throw nameTaken()
    await queries.setView(tx, id, input)
    const target = { kind: 'list' as const, id, name: input.name }
    const before = { label: view.name, sharedWith: view.shared }
    await record(tx, actor, {
      event: 'view.changed',
      target,
      before,
      after: { label: input.name, sharedWith: input.shared },
    })
    shown(tx)
  })
}

export async function deleteView(actor: User, id: string): Promise<void> {
  const query = await transaction(async (tx) => {
    const view = (await queries.lockViews(tx, actor)).find((one) => one.id === id)
    if (!view) throw missing()
    await queries.deleteView(tx, id)
    const before = { asked: Object.fromEntries(new URLSearchParams(view.query)), sharedWith: view.shared }
    await record(tx, actor, { event: 'view.deleted', target: { kind: 'list', id, name: view.name }, before })
    shown(tx)
    return view.query
  })
  if (query === actor.preferences.list) await chooseDefault(actor, null)
}

/** Those that others share with whomever, for who may withdraw them. */
export function listShared(actor: User): Promise<View[]> {
  return mayWithdraw(actor) ? queries.listShared(actor) : Promise.resolve([])
}

export function mayWithdraw(actor: User): boolean {
  return can(actor, 'views.withdraw')
}

/**
 * Of somebody else's view: it is theirs alone again. What is shared belongs to the house: it stays when whoever shared it has
 * left or sees no lists any more, until it is withdrawn.
 */
export async function withdrawView(actor: User, id: string): Promise<void> {
  if (!mayWithdraw(actor)) throw forbidden()
  await transaction(async (tx) => {
    const view = await queries.lockShared(tx, actor, id)
    if (!view) throw missing()
    await queries.setView(tx, id, { name: view.name, shared: null })
    const target = { kind: 'list' as const, id, name: view.name }
    await record(tx, actor, { event: 'view.withdrawn', target, before: { sharedWith: view.shared } })
    shown(tx)
  })
}

/** The list that the menu opens from now on: that of this view, their own or shared; the whole when it is none. */
export async function chooseDefault(actor: User, id: string | null): Promise<void> {
  const view = id === null ? null : (await listViews(actor)).find((one) => one.id === id)
  if (view === undefined) throw missing()
  await queries.setDefault(actor.id, view?.query ?? null)
  await refreshSessionsOf(actor.id)
}

function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}

function nameTaken() {
  const message = 'Vous avez déjà une vue de ce nom.'
  return conflict(message, [{ field: 'name', message }])
}

function shown(tx: Tx): void {
  afterCommit(tx, () => bump('views'))
}
