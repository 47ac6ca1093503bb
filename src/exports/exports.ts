import { createHash } from 'node:crypto'
import { type Activity, record } from '../activities/activities'
import { type Actor, can, type User, viewKey } from '../actor'
import { demandProof, isProved } from '../auth/auth'
import { transaction } from '../db/sql'
import { type Exportable, exportables, type Format } from '../lib/exportables'
import type { Typed } from '../lib/form'
import { conflict, forbidden, missing } from '../lib/problems'
import { showsJobs } from '../live/live'
import { cancel, post } from '../outbox/outbox'
import { sources } from './lists'
import * as queries from './queries'
import { longestAtOnce, type Printed, type Source } from './source'

/** Exports of one account under way or kept: each may be as large as the whole personnel. */
const keptAtOnce = 10

export { isProved } from '../auth/auth'
export type { Found } from './queries'
export { longestAtOnce } from './source'

/** What is asked for, once its address has been read. */
export type Asked = { list: Exportable; format: Format; input: unknown }

/** What may be taken away under this name, by whom it is for. */
export function sourceFor(actor: Actor, list: Exportable): Source {
  const source = sources[list]
  if (!mayTake(actor, source)) throw forbidden('Votre rôle ne donne pas accès à cet export.')
  return source
}

/** What an offer says: how much there is, whether it is to be waited for, whether the password is to be given. */
export async function weigh(actor: User, list: Exportable, input: unknown) {
  const source = sourceFor(actor, list)
  const total = await source.count(actor, input)
  return { total, long: total > longestAtOnce, proved: isProved(actor) || !(await source.isMuch(total)) }
}

/**
 * The file as it comes, its line in the journal written before its first byte; null when it is too long to be waited for, or
 * when the password is to be asked for first.
 */
export async function exportAtOnce(actor: User, asked: Asked): Promise<AsyncIterable<Uint8Array> | null> {
  const { list, format, input } = asked
  const source = sourceFor(actor, list)
  if (!source.atOnce || !(await noteAtOnce(actor, asked, format))) return null
  return source.make({ actor, input, format, said: '', step: () => undefined })
}

/** The same as a page to print. */
export async function printed(actor: User, list: Exportable, input: unknown): Promise<Printed | null> {
  const source = sourceFor(actor, list)
  if (!source.page) throw missing()
  if (!(await noteAtOnce(actor, { list, format: 'csv', input }, 'impression'))) return null
  return source.page(actor, input)
}

/** That most of a list is printed by whom it is for: whoever has just shown it may go on to the page. */
export async function provePrinting(actor: User, list: Exportable, proof: string | null): Promise<void> {
  sourceFor(actor, list)
  await demandProof(actor, proof)
}

async function noteAtOnce(actor: User, { list, input }: Asked, form: string): Promise<boolean> {
  const { total, long, proved } = await weigh(actor, list, input)
  if (long || !proved) return false
  const line = await exported(actor, { list, input }, form, total)
  await transaction((tx) => record(tx, actor, line))
  return true
}

/** Who took what away, and how much of it there was: all of it, wherever in the list they were. */
export async function exported(
  actor: User,
  { list, input }: Pick<Asked, 'list' | 'input'>,
  form: string,
  total: number,
): Promise<Activity> {
  const asked = given(unplaced(input))
  if (list === 'personnel')
    return { event: 'personnel.exported', target: { kind: 'list', id: form, name: null }, after: { ...asked, total } }
  if (list === 'journal')
    return { event: 'journal.exported', target: { kind: 'list', id: form, name: null }, after: { asked, total } }
  const { title } = exportables[list]
  const person = await sources[list].about?.(actor, input)
  if (person)
    return {
      event: 'personnel.file_exported',
      target: { kind: 'personnel', id: person.id, name: person.name },
      personId: person.id,
      after: { total },
    }
  return {
    event: 'list.exported',
    target: { kind: 'list', id: list, name: title },
    after: { format: form, asked, total },
  }
}

/** What its address would say, whatever it leaves unsaid included, wherever in the list one is. */
export function askedOf(list: Exportable, input: unknown): Typed {
  const { settled = (same: unknown) => same } = sources[list]
  return Object.fromEntries(
    Object.entries(given(unplaced(settled(input)))).map(([name, value]) => [name, String(value)]),
  )
}

/**
 * Asks for a file to be made, and returns the id of the export. As long as it is not finished, asking again for the same is
 * asking for that one. `said`: the filters in words.
 */
export async function requestExport(
  actor: User,
  { list, format, input }: Asked,
  said: string,
  proof: string | null,
): Promise<string> {
  const source = sourceFor(actor, list)
  if (await source.isMuch(await source.count(actor, input))) await demandProof(actor, proof)
  const asked = askedOf(list, input)
  const wanted = createHash('sha256')
    .update(JSON.stringify([list, format, asked]))
    .digest('base64url')
  return transaction(async (tx) => {
    const id = await post(tx, {
      kind: 'export',
      key: `export ${actor.id} ${wanted}`,
      payload: { list, format, asked, said, origin: actor.origin },
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
  const { found, view } = (await queries.findExport(id, actor.id)) ?? {}
  if (!found || !mayTake(actor, sources[found.list])) throw missing()
  if (view && view !== viewOf(actor, sources[found.list])) throw missing()
  showsJobs([found])
  // jsonb keeps no order
  const asked = Object.keys(sources[found.list].schema.shape).flatMap((name) =>
    name in found.asked ? [[name, found.asked[name]]] : [],
  )
  return { ...found, asked: Object.fromEntries(asked) }
}

export type ExportFile = { list: Exportable; format: Format; day: string; bytes: number; content: ReadableStream }

/** What was made, piece by piece as it is read. `day`: of its making. */
export async function findFile(actor: User, id: string): Promise<ExportFile> {
  const { list, format, ready } = await findExport(actor, id)
  if (!ready || ready.expired) throw missing('Ce fichier n’est pas prêt, ou n’est plus conservé.')
  const day = ready.at.toISOString().slice(0, 10)
  return { list, format, day, bytes: ready.bytes, content: contentOf(id, ready.bytes) }
}

/** Ends it before its time: nothing of it is left. */
export async function cancelExport(actor: User, id: string): Promise<queries.Found> {
  const found = await findExport(actor, id)
  await transaction(async (tx) => {
    const locked = await queries.lockExport(tx, id, actor.id)
    if (!locked) throw missing()
    if (locked.ready) throw conflict('Ce fichier est déjà prêt.')
    if (!(await cancel(tx, id))) throw conflict('Cet export est déjà terminé.')
    await queries.shut(tx, id)
  })
  return found
}

export function mayTake(actor: Actor, { actions }: Source): boolean {
  return actions.every((action) => can(actor, action))
}

/** What somebody sees in an export: a file made under other rights is not theirs any more. */
export function viewOf(actor: Actor, { actions, view }: Source): string {
  return viewKey(actor, ...actions, ...view)
}

function unplaced(input: unknown): object {
  const { apres, avant, fin, ...asked } = input as Record<string, unknown>
  return asked
}

function given(asked: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== null && value !== undefined))
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
