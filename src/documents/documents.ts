import { z } from 'zod'
import { record } from '../activities/activities'
import type { Actor, User } from '../actor'
import { type Tx, transaction } from '../db/sql'
import { day, optional, text } from '../lib/form'
import { conflict, invalid, missing } from '../lib/problems'
import { notifyPerson } from '../notifications/notifications'
import { lookedAt } from '../scanner/scanner'
import { dropLaid, type Laid, lay, put, readLaid, storage } from '../storage/storage'
import { type Examined, examined } from './examine'
import * as queries from './queries'
import * as writes from './write-queries'

export { uploadLimitBytes } from '../settings/settings'
export { dropForgotten } from '../storage/storage'
export type { Row, Type } from './queries'
export { findDocument, findKeptBy, listInForce, listMissing, listTypes, listVersions } from './queries'
export { findAstray, repairFiles } from './repair'

const dates = { issuedOn: optional(day), expiresOn: optional(day) }
export const versionForm = z.strictObject(dates)
export const documentForm = z.strictObject({ type: text(40).pipe(z.string().regex(/^[a-z_]+$/)), ...dates })
/** A form without fields. */
export const noFields = z.strictObject({})
/** What a list of what is missing leads to. */
export const typeQuery = z.strictObject({ type: optional(z.string().regex(/^[a-z_]{2,40}$/)) })
export const withdrawalForm = z.strictObject({ reason: text(300, 3) })

/** Where the file of a form goes as it comes in. */
export const taker = { take: lay, drop: dropLaid }

export type Sent = { name: string; kept: Laid }

/** Adds a paper to a person's, and returns its id. The same file under the same type is there once. */
export async function addDocument(
  actor: User,
  personId: string,
  { type, ...days }: z.output<typeof documentForm>,
  sent: Sent,
): Promise<string> {
  return withFile(sent, async () => {
    if (!(await queries.findKeptBy(actor, personId))) throw missing()
    const kind = await writes.typeOf(type)
    if (!kind) throw invalid([{ field: 'type', message: 'Choisissez un type de la liste.' }])
    refuseDays(days, kind.expires)
    const file = await kept(actor, sent)
    return transaction(async (tx) => {
      const person = await queries.lockPerson(tx, actor, personId)
      if (!person) throw missing()
      const same = await writes.findSame(tx, personId, type, file.hash)
      if (same) return same
      return insert(tx, actor, { ...file, ...days, type, personId, made: false, after: null })
    })
  })
}

/** Adds a version to a paper, which is in force from now on; the one before stays to be read by who keeps the file. */
export async function addVersion(
  actor: User,
  id: string,
  days: z.output<typeof versionForm>,
  sent: Sent,
): Promise<string> {
  return withFile(sent, async () => {
    const before = await queries.findDocument(actor, id)
    if (!before || !(await queries.findKeptBy(actor, before.personId))) throw missing()
    refuseDays(days, before.expires)
    const file = await kept(actor, sent)
    return transaction(async (tx) => {
      const found = await queries.lockDocument(tx, actor, id)
      if (!found) throw missing()
      if (!found.inForce) return sameNext(tx, found, file.hash)
      if (found.hash === file.hash)
        throw invalid([{ field: 'document', message: 'Ce fichier est celui de la version en vigueur.' }])
      await writes.setReplaced(tx, id)
      const { personId, type } = found
      return insert(tx, actor, { ...file, ...days, type, personId, made: false, after: found })
    })
  })
}

/** The form that was sent twice has been taken once; another one came first. */
async function sameNext(tx: Tx, { series, version }: queries.Locked, hash: string): Promise<string> {
  const next = await writes.findNext(tx, series, version)
  if (next?.hash === hash) return next.id
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
    await writes.setWithdrawn(tx, id, actor.id, reason)
    const { personId, typeLabel } = found
    const target = { kind: 'document' as const, id, name: typeLabel }
    await record(tx, actor, {
      event: 'documents.withdrawn',
      target,
      personId,
      after: { documentVersion: found.version, reason },
    })
    return personId
  })
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
  if (same) return { id: same }
  const file = { hash, bytes, mime, name, state: 'saine' as const }
  return {
    id: await insert(tx, actor, { ...file, type, personId, issuedOn: null, expiresOn: null, made: true, after: null }),
  }
}

type Kept = { hash: string; bytes: number; mime: string; name: string; state: queries.FileState }

/** In the storage before its row: a row never lacks its file; a file without a row is swept (`repair.ts`). */
async function kept(actor: User, sent: Sent): Promise<Kept> {
  const found: Examined = await examined('document', { laid: sent.kept, name: sent.name })
  sent.kept = found.laid
  const verdict = await lookedAt(readLaid(found.laid))
  if (verdict.is === 'infected') await refuseInfected(actor, found.name, verdict.by)
  if (verdict.is === 'too-big')
    throw wrong('Ce fichier est trop volumineux pour être examiné par l’antivirus. Envoyez-en un plus léger.')
  await storage().keep(found.laid)
  const { hash, bytes } = found.laid
  return { hash, bytes, mime: found.type, name: found.name, state: verdict.is === 'away' ? 'quarantaine' : 'saine' }
}

async function refuseInfected(actor: User, name: string, found: string): Promise<never> {
  const target = { kind: 'account' as const, id: actor.id, name: actor.name }
  await transaction((tx) => record(tx, actor, { event: 'file.infected', target, after: { name, found } }))
  throw wrong('L’antivirus a trouvé un programme malveillant dans ce fichier\u202f: il n’est pas gardé.')
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

/** Whatever becomes of a form, nothing of its file waits on the disk afterwards. */
async function withFile<T>(sent: Sent, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } finally {
    await dropLaid(sent.kept)
  }
}

function refuseDays({ issuedOn, expiresOn }: z.output<typeof versionForm>, expires: boolean): void {
  if (issuedOn && expiresOn && expiresOn < issuedOn)
    throw invalid([{ field: 'expiresOn', message: 'L’échéance vient après la délivrance.' }])
  if (expires && !expiresOn)
    throw invalid([{ field: 'expiresOn', message: 'Ce type de document a une échéance\u202f: indiquez-la.' }])
}

function wrong(message: string) {
  return invalid([{ field: 'document', message }])
}
