import { createHash } from 'node:crypto'
import { type Activity, record } from '../activities/activities'
import { type Actor, can, type User, viewKey } from '../actor'
import { demandProof, isProved, proofField } from '../auth/auth'
import { transaction } from '../db/sql'
import { choice, type Typed } from '../lib/form'
import { conflict, forbidden, missing } from '../lib/problems'
import { isoToday } from '../lib/today'
import { showsJobs } from '../live/live'
import { cancel, post } from '../outbox/outbox'
import { type Format, fileOf } from './export'
import * as queries from './export-queries'
import { columnsOf, countPresent, everyone, type ListInput, listSchema } from './list'
import { countPeople } from './list-queries'

export { isProved } from '../auth/auth'
export type { Found } from './export-queries'

/** People in a list that is sent while its reader waits; a longer one is made by the worker. */
export const longestAtOnce = 5_000

/** Exports of one account under way or kept: each may be as large as the whole personnel. */
const keptAtOnce = 10

export const exportForm = listSchema.extend({ format: choice(['csv', 'xlsx']) })
export const requestForm = exportForm.extend({ proof: proofField })

/**
 * Whether a list of so many people takes away most of the ministry, for which one shows again who one is, whatever it was
 * asked by: a filter that leaves nobody out, or a few, opens no other way. More than half, so that of two lists that make the
 * whole together one is asked for; and whatever is too long to be sent at once, in a house of any size.
 */
export async function isMost(people: number): Promise<boolean> {
  return people > longestAtOnce || people > (await countPresent()) / 2
}

/** How many people are in the list at this moment, whatever the cache has. */
export function sizeOf(actor: Actor, input: ListInput): Promise<number> {
  return countPeople(actor, input, isoToday())
}

/**
 * The list as it comes, its line in the journal written before its first byte; null when it is too long to be waited for,
 * or when the password is to be asked for first.
 */
export async function exportAtOnce(
  actor: User,
  format: Format,
  input: ListInput,
): Promise<ReadableStream<Uint8Array> | null> {
  const total = await sizeOf(actor, input)
  if (total > longestAtOnce || (!isProved(actor) && (await isMost(total)))) return null
  await transaction((tx) => record(tx, actor, exported(format, input, total)))
  return fileOf(format, everyone(actor, input), columnsOf(input))
}

/** Who took which list away, and how many people were in it. */
export function exported(format: Format, input: ListInput, total: number): Activity {
  const asked = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== null))
  return { event: 'personnel.exported', target: { kind: 'list', id: format, name: null }, after: { ...asked, total } }
}

/** The list as its address would say it, its columns included, wherever in it one is. */
export function askedOf(input: ListInput): Typed {
  const { apres, avant, fin, ...list } = input
  const given = Object.entries({ ...list, colonnes: columnsOf(input) }).filter(([, value]) => value !== null)
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]))
}

/**
 * Asks for a list to be made, and returns the id of the export. As long as it is not finished, asking again for the same is
 * asking for that one.
 */
export async function requestExport(
  actor: User,
  format: Format,
  input: ListInput,
  proof: string | null,
): Promise<string> {
  if (!can(actor, 'personnel.export')) throw forbidden()
  if (await isMost(await sizeOf(actor, input))) await demandProof(actor, proof)
  const asked = askedOf(input)
  const wanted = createHash('sha256')
    .update(JSON.stringify([format, asked]))
    .digest('base64url')
  return transaction(async (tx) => {
    const id = await post(tx, {
      kind: 'personnel.export',
      key: `personnel.export ${actor.id} ${wanted}`,
      payload: { format, asked, origin: actor.origin },
      actorId: actor.id,
    })
    const isNew = await queries.insertExport(tx, id, actor.id)
    if (isNew && (await queries.countKept(tx, actor.id)) > keptAtOnce)
      throw conflict(
        `Vous avez déjà ${keptAtOnce} exports en cours ou conservés. Chacun est supprimé 24\u00a0heures après sa préparation.`,
      )
    return id
  })
}

/** One's own, as far as it is. 404 for everybody else, and for who may not see by now what is in it. */
export async function findExport(actor: User, id: string): Promise<queries.Found> {
  const found = can(actor, 'personnel.export') ? await queries.findExport(id, actor.id, viewOf(actor)) : undefined
  if (!found) throw missing()
  showsJobs([found])
  // jsonb keeps no order
  const asked = Object.keys(listSchema.shape).flatMap((name) =>
    name in found.asked ? [[name, found.asked[name]]] : [],
  )
  return { ...found, asked: Object.fromEntries(asked) }
}

export type ExportFile = { format: Format; day: string; bytes: number; content: ReadableStream<Uint8Array> }

/** What was made, piece by piece as it is read. `day`: of its making. */
export async function findFile(actor: User, id: string): Promise<ExportFile> {
  const { format, ready } = await findExport(actor, id)
  if (!ready || ready.expired) throw missing('Ce fichier n’est pas prêt, ou n’est plus conservé.')
  const day = ready.at.toISOString().slice(0, 10)
  return { format, day, bytes: ready.bytes, content: contentOf(id, ready.bytes) }
}

/** Ends it before its time: nothing of it is left. */
export async function cancelExport(actor: User, id: string): Promise<void> {
  if (!can(actor, 'personnel.export')) throw missing()
  await transaction(async (tx) => {
    const locked = await queries.lockExport(tx, id, actor.id)
    if (!locked) throw missing()
    if (locked.ready) throw conflict('Ce fichier est déjà prêt.')
    if (!(await cancel(tx, id))) throw conflict('Cet export est déjà terminé.')
    await queries.shut(tx, id)
  })
}

/** What somebody sees in an export: a file made under other rights is not theirs any more. */
export function viewOf(actor: Actor): string {
  return viewKey(actor, 'personnel.export', 'personnel.list', 'field.health', 'evaluations.read')
}

function contentOf(id: string, length: number): ReadableStream<Uint8Array> {
  let [place, left] = [0, length]
  return new ReadableStream({
    async pull(controller) {
      const bytes = await queries.findChunk(id, place)
      // an answer that breaks off is seen to be one; one that ends early is not
      if (!bytes) throw new Error(`piece ${place} of an export is gone`)
      controller.enqueue(bytes)
      place += 1
      left -= bytes.length
      if (left <= 0) controller.close()
    },
  })
}
