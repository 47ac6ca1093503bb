import { z } from 'zod'
import { record } from '../activities/activities'
import type { Actor, User } from '../actor'
import { type Tx, transaction } from '../db/sql'
import { day, optional, text } from '../lib/form'
import { conflict, invalid, missing } from '../lib/problems'
import { isoToday } from '../lib/today'
import { notifyPerson } from '../notifications/notifications'
import { put, storage } from '../storage/storage'
import * as queries from './queries'
import { judged, type Sent } from './sent-file'
import { datesOf } from './types-rules'
import * as writes from './write-queries'

export { uploadLimitBytes } from '../settings/settings'
export { dropForgotten } from '../storage/storage'
export { listKeepers } from './alert-queries'
export { examined } from './examine'
export { listEnding, listQuery as endingQuery } from './list'
export { findFace } from './photos'
export type { Row, Type } from './queries'
export { findDocument, findKeptBy, listEvery, listInForce, listMissing, listTypes, listVersions } from './queries'
export { findAstray, repairFiles } from './repair'
export { fileKept, type Sent, shelf, taker } from './sent-file'

const dates = { issuedOn: optional(day), expiresOn: optional(day) }
export const versionForm = z.strictObject(dates)
export const documentForm = z.strictObject({ type: text(40).pipe(z.string().regex(/^[a-z_]+$/)), ...dates })
/** A form without fields. */
export const noFields = z.strictObject({})
/** What a list of what is missing leads to. */
export const typeQuery = z.strictObject({ type: optional(z.string().regex(/^[a-z_]{2,40}$/)) })
export const withdrawalForm = z.strictObject({ reason: text(300, 3) })

/** Adds a paper to a person's, and returns its id. The same file under the same type is there once. */
export async function addDocument(
  actor: User,
  personId: string,
  { type, ...typed }: z.output<typeof documentForm>,
  sent: Sent,
): Promise<string> {
  if (!(await queries.findKeptBy(actor, personId))) throw missing()
  const kind = await writes.typeOf(type)
  if (!kind || kind.retired) throw invalid([{ field: 'type', message: 'Choisissez un type de la liste.' }])
  const days = datesOf(typed, kind.validityMonths)
  refuseDays(days, kind.expires)
  const file = await kept(actor, sent)
  return transaction(async (tx) => {
    const person = await queries.lockPerson(tx, actor, personId)
    if (!person) throw missing()
    const same = await writes.findSame(tx, personId, type, file.hash)
    if (same && !alike(same, days)) throw invalid([{ field: 'document', message: otherDays }])
    return same?.id ?? insert(tx, actor, { ...file, ...days, type, personId, made: false, after: null })
  })
}

/** Adds a version to a paper, which is in force from now on; the one before stays to be read by who keeps the file. */
export async function addVersion(
  actor: User,
  id: string,
  typed: z.output<typeof versionForm>,
  sent: Sent,
): Promise<string> {
  const before = await queries.findDocument(actor, id)
  if (!before || !(await queries.findKeptBy(actor, before.personId))) throw missing()
  const days = datesOf(typed, before.validityMonths)
  refuseDays(days, before.expires)
  const file = await kept(actor, sent)
  return transaction(async (tx) => {
    const found = await queries.lockDocument(tx, actor, id)
    if (!found) throw missing()
    if (!found.inForce) return sameNext(tx, found, { ...file, ...days })
    // the same file with other days is how wrong days are mended
    if (found.hash === file.hash && alike(found, days))
      throw invalid([{ field: 'document', message: 'Ce fichier est celui de la version en vigueur.' }])
    await writes.setReplaced(tx, id)
    const { personId, type } = found
    return insert(tx, actor, { ...file, ...days, type, personId, made: false, after: found })
  })
}

const otherDays =
  'Ce fichier est déjà au dossier sous ce type, avec d’autres dates. Pour les corriger, ouvrez le document et ajoutez une version.'

type Days = Pick<queries.Row, 'issuedOn' | 'expiresOn'>

function alike(one: Days, other: Days): boolean {
  return one.issuedOn === other.issuedOn && one.expiresOn === other.expiresOn
}

/** The form that was sent twice has been taken once; another one came first. */
async function sameNext(tx: Tx, { series, version }: queries.Locked, sent: Days & { hash: string }): Promise<string> {
  const next = await writes.findNext(tx, series, version)
  if (next?.hash === sent.hash && alike(next, sent)) return next.id
  throw conflict('Ce document vient d’être remplacé ou retiré. Rouvrez-le avant de recommencer.')
}

/** Takes a paper out of the file: what was a mistake stays to be read by who keeps the file, with the reason. Twice is once. */
export async function withdrawDocument(
  actor: User,
  id: string,
  { reason }: z.output<typeof withdrawalForm>,
): Promise<string> {
  return transaction(async (tx) => {
    const found = await queries.lockDocument(tx, actor, id)
    if (!found) throw missing()
    if (found.withdrawn) return found.personId
    if (!found.inForce) throw conflict('Ce document vient d’être remplacé. Rouvrez-le avant de recommencer.')
    await withdrawn(tx, actor, { ...found, id }, reason)
    return found.personId
  })
}

/** The same of a paper that the house has made, by whoever may undo what made it, in the transaction that undoes it. */
export async function withdrawMade(tx: Tx, actor: User, id: string, reason: string): Promise<void> {
  const found = await writes.lockMade(tx, id)
  if (found && !found.withdrawn) await withdrawn(tx, actor, { ...found, id }, reason)
}

type Withdrawn = Pick<queries.Locked, 'personId' | 'typeLabel' | 'version'> & { id: string }

async function withdrawn(tx: Tx, actor: User, { id, personId, typeLabel, version }: Withdrawn, reason: string) {
  await writes.setWithdrawn(tx, id, actor.id, reason)
  const target = { kind: 'document' as const, id, name: typeLabel }
  const after = { documentVersion: version, reason }
  await record(tx, actor, { event: 'documents.withdrawn', target, personId, after })
}

/** A paper that the house has made, among those of the person. The same again is there once. */
export async function keepMade(
  tx: Tx,
  actor: Actor,
  made: { personId: string; type: string; name: string; mime: string; bytes: Buffer },
): Promise<{ id: string }> {
  const { personId, type, name, mime } = made
  const { hash, bytes } = await put([made.bytes])
  const same = await writes.findSame(tx, personId, type, hash)
  if (same) return { id: same.id }
  const file = { hash, bytes, mime, name, state: 'saine' as const }
  return {
    id: await insert(tx, actor, { ...file, type, personId, issuedOn: null, expiresOn: null, made: true, after: null }),
  }
}

type Kept = { hash: string; bytes: number; mime: string; name: string; state: queries.FileState }

/** In the storage before its row: a row never lacks its file; a file without a row is swept (`repair.ts`). */
async function kept(actor: User, sent: Sent): Promise<Kept> {
  const verdict = await judged(actor, sent)
  const { laid, type } = sent.kept
  await storage().keep(laid)
  const { hash, bytes } = laid
  return { hash, bytes, mime: type!, name: sent.name, state: verdict === 'away' ? 'quarantaine' : 'saine' }
}

type Whole = Kept & Pick<writes.NewDocument, 'type' | 'personId' | 'issuedOn' | 'expiresOn' | 'made' | 'after'>

async function insert(tx: Tx, actor: Actor, { mime, ...whole }: Whole): Promise<string> {
  await writes.insertFile(tx, { ...whole, type: mime })
  const addedBy = actor.kind === 'user' ? actor.id : null
  const id = await writes.insertDocument(tx, { ...whole, addedBy })
  const label = (await writes.typeOf(whole.type))?.label ?? whole.type
  const { personId, issuedOn, expiresOn, after } = whole
  const target = { kind: 'document' as const, id, name: label }
  const documentVersion = (after?.version ?? 0) + 1
  await record(tx, actor, {
    event: 'documents.added',
    target,
    personId,
    after: { documentVersion, issuedOn, expiresOn },
  })
  const href = `/personnel/${personId}?onglet=documents`
  await notifyPerson(tx, actor, {
    personId,
    kind: 'document',
    title: `Un document est dans votre dossier\u202f: ${label}.`,
    href,
  })
  return id
}

function refuseDays({ issuedOn, expiresOn }: z.output<typeof versionForm>, expires: boolean): void {
  if (issuedOn && issuedOn > isoToday())
    throw invalid([{ field: 'issuedOn', message: 'La délivrance est au plus tard d’aujourd’hui.' }])
  if (issuedOn && expiresOn && expiresOn < issuedOn)
    throw invalid([{ field: 'expiresOn', message: 'L’échéance vient après la délivrance.' }])
  if (expires && !expiresOn)
    throw invalid([{ field: 'expiresOn', message: 'Ce type de document a une échéance\u202f: indiquez-la.' }])
}
