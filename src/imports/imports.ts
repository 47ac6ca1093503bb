import { z } from 'zod'
import { can, type User } from '../actor'
import { demandProof, proofField } from '../auth/auth'
import { type Tx, transaction } from '../db/sql'
import { choice, optional, whole } from '../lib/form'
import { conflict, forbidden, invalid, missing } from '../lib/problems'
import { showsJobs } from '../live/live'
import { cancel, post } from '../outbox/outbox'
import { dropLaid, type Laid, lay, storage } from '../storage/storage'
import { arrived, demandBody, keepOwn } from './arrival'
import { type Field, fields, signatureOf } from './fields'
import { described, firstFilled } from './first-look'
import * as queries from './queries'
import { reasonTold } from './rules'
import { encodings, type Quote, type Separator } from './sniff'
import type { Reading } from './source'

export { isProved } from '../auth/auth'
export { uploadLimitBytes } from '../settings/settings'
export type { Column, Counts, Import, Mapping, Mode } from './queries'

const keptAtOnce = 10
export const pageSize = 30

const separatorsByName = { 'point-virgule': ';', virgule: ',', tabulation: '\t', barre: '|' } as const
const quotesByName = { doubles: '"', simples: "'", aucun: '' } as const

export const newImportForm = z.strictObject({ cle: z.uuid('Rechargez la page.') })
export const readingForm = z.strictObject({
  separateur: optional(choice(['point-virgule', 'virgule', 'tabulation', 'barre'])),
  guillemets: optional(choice(['doubles', 'simples', 'aucun'])),
  encodage: optional(choice(encodings)),
  feuille: optional(whole(0, 500)),
  entete: whole(0, 1_000),
})
export const applyForm = z.strictObject({ partiel: optional(choice(['oui'])), proof: proofField })
export const nothing = z.strictObject({})

/** Where the file of the form goes as it comes in. */
export const taker = { take: lay, drop: dropLaid }

/** How a reading is said in the form. */
export function wordsOf({ separator, quote }: Reading) {
  const nameOf = <T extends string>(names: Record<T, string>, sign: string) =>
    (Object.keys(names) as T[]).find((name) => names[name] === sign)!
  return { separateur: nameOf(separatorsByName, separator), guillemets: nameOf(quotesByName, quote) }
}

/** A file as it came in, with the key of its form. */
export type Sent = { key: string; name: string; kept: Laid }

/** Takes a file in: it is looked at, kept for a day, and nothing of it is done. The same form sent twice brings in one. */
export async function createImport(actor: User, { key, ...sent }: Sent): Promise<string> {
  mayImport(actor)
  try {
    const { kind, reading } = await arrived(sent.kept, sent.name)
    const file = await keepOwn(sent.kept)
    try {
      const made = await firstFilled(actor, { kind, file: file.hash, reading })
      const { id, isNew } = await transaction(async (tx) => {
        const one = await queries.insertImport(tx, { ...made, kind, key, file, ownerId: actor.id, name: sent.name })
        const { kept } = await queries.countImports(actor.id)
        if (one.isNew && kept >= keptAtOnce)
          throw conflict(`Vous avez déjà ${keptAtOnce} fichiers en cours. Supprimez ceux qui ne servent plus.`)
        return one
      })
      if (!isNew) await storage().remove(file.hash)
      return id
    } catch (error) {
      await storage().remove(file.hash)
      throw error
    }
  } finally {
    await dropLaid(sent.kept)
  }
}

export async function findImport(actor: User, id: string): Promise<queries.Import> {
  const found = can(actor, 'personnel.import') ? await queries.findImport(id, actor.id) : undefined
  if (!found) throw missing()
  if (!found.job) return found
  showsJobs([found.job])
  return { ...found, job: { ...found.job, reason: reasonTold(found.job.reason) } }
}

export async function listImports(actor: User, before: string | null) {
  const [rows, counts] = await Promise.all([
    queries.listImports(actor.id, before, pageSize + 1),
    queries.countImports(actor.id),
  ])
  const shown = rows.slice(0, pageSize)
  return { rows: shown, total: counts.total, next: rows.length > pageSize ? (shown.at(-1)?.id ?? null) : null }
}

/** Reads the file in another way. */
export async function changeReading(actor: User, id: string, form: z.output<typeof readingForm>): Promise<void> {
  const { kind, file, reading } = usable(await findImport(actor, id))
  const sheet = form.feuille ?? reading.sheet
  if (kind === 'xlsx' && sheet >= reading.sheets.length)
    throw invalid([{ field: 'feuille', message: 'Choisissez une feuille de la liste.' }])
  const wanted: Reading = {
    ...reading,
    sheet,
    encoding: form.encodage ?? reading.encoding,
    separator: form.separateur ? (separatorsByName[form.separateur] as Separator) : reading.separator,
    quote: form.guillemets ? (quotesByName[form.guillemets] as Quote) : reading.quote,
  }
  const header = sheet === reading.sheet ? form.entete : null
  const made = await described(actor, { kind, file, reading: wanted }, header)
  await demandBody({ kind, file, reading: made.reading }, header)
  await transaction(async (tx) => {
    usable(await locked(tx, actor, id))
    await queries.setReading(tx, id, made)
  })
}

/** What somebody says of the columns: `c0`, `c1`… each a field or nothing. */
export function mappingForm(columns: number) {
  const places = Array.from({ length: columns }, (_, place) => [`c${place}`, optional(choice(fields))] as const)
  return z
    .strictObject({
      ...Object.fromEntries(places),
      mode: choice(['both', 'create', 'update']),
      vides: optional(choice(['oui'])),
    })
    .transform((form) => {
      const said = form as Record<string, unknown>
      const mapping = places.map(([name]) => (said[name] ?? null) as Field | null)
      return { mapping, mode: form.mode, clears: form.vides === 'oui' }
    })
    .superRefine(({ mapping }, context) => {
      for (const [place, field] of mapping.entries())
        if (field && mapping.indexOf(field) !== place)
          context.addIssue({ code: 'custom', path: [`c${place}`], message: 'Une autre colonne est déjà ce champ.' })
      if (!mapping.includes('matricule'))
        context.addIssue({
          code: 'custom',
          path: ['c0'],
          message: 'Dites quelle colonne est le matricule\u202f: c’est par lui que les dossiers sont reconnus.',
        })
    })
}

/** Has every line looked at, without changing anything. */
export async function requestCheck(
  actor: User,
  id: string,
  said: Pick<queries.Import, 'mapping' | 'mode' | 'clears'>,
): Promise<void> {
  await transaction(async (tx) => {
    const found = await locked(tx, actor, id)
    if (found.state === 'checking') return
    usable(found)
    const names = found.columns.map(({ name }) => name)
    await queries.rememberMapping(tx, actor.id, signatureOf(names), said.mapping ?? [])
    await queries.setChecking(tx, id, await postFor(tx, actor, 'imports.check', id), said)
  })
}

/** Has done what the check has announced. Asked again, it is done once. */
export async function requestApplication(actor: User, id: string, form: z.output<typeof applyForm>): Promise<void> {
  await findImport(actor, id)
  await demandProof(actor, form.proof)
  await transaction(async (tx) => {
    const { state, counts } = await locked(tx, actor, id)
    if (state === 'applying' || state === 'applied') return
    if (state !== 'checked') throw conflict('Vérifiez d’abord le fichier.')
    const partial = form.partiel === 'oui'
    if ((counts.wrong ?? 0) > 0 && !partial)
      throw invalid([
        { field: 'partiel', message: 'Corrigez les lignes en erreur, ou choisissez d’appliquer les autres seulement.' },
      ])
    if ((counts.create ?? 0) + (counts.update ?? 0) === 0) throw conflict('Ce fichier ne change aucun dossier.')
    if (counts.stale) throw conflict('Des dossiers ont changé depuis la vérification. Vérifiez de nouveau le fichier.')
    await queries.setBusy(tx, id, await postFor(tx, actor, 'imports.apply', id), 'applying', partial)
  })
}

/** Has undone what was applied, for a day, where nobody has changed anything since. */
export async function requestUndoing(actor: User, id: string): Promise<void> {
  await transaction(async (tx) => {
    const { state, keptUntil, file, partial } = await locked(tx, actor, id)
    if (state === 'undoing' || state === 'undone') return
    if (state !== 'applied') throw conflict('Cet import n’est pas appliqué.')
    if (file === null || keptUntil <= new Date()) throw conflict('Un import s’annule pendant 24\u00a0heures.')
    await queries.setBusy(tx, id, await postFor(tx, actor, 'imports.undo', id), 'undoing', partial)
  })
}

/** Of one that was never applied nothing stays. */
export async function dropImport(actor: User, id: string): Promise<void> {
  const file = await transaction(async (tx) => {
    const found = await locked(tx, actor, id)
    if (found.state !== 'draft' && found.state !== 'checked')
      throw conflict('Cet import est en cours, ou appliqué\u202f: il ne se supprime pas.')
    await queries.deleteImport(tx, id)
    return found.file
  })
  if (file) await storage().remove(file)
}

/** Ends what is going on: nothing of it is left. */
export async function cancelWork(actor: User, id: string): Promise<void> {
  const { state, job } = await findImport(actor, id)
  if (!job || !['checking', 'applying', 'undoing'].includes(state)) throw conflict('Ce travail est déjà terminé.')
  await transaction(async (tx) => {
    if (!(await cancel(tx, job.id))) throw conflict('Ce travail est déjà terminé.')
  })
}

function postFor(tx: Tx, actor: User, kind: string, id: string): Promise<string> {
  return post(tx, { kind, key: `${kind} ${id}`, payload: { id, origin: actor.origin }, actorId: actor.id })
}

async function locked(tx: Tx, actor: User, id: string): Promise<queries.Import> {
  mayImport(actor)
  const found = await queries.lockImport(tx, id, actor.id)
  if (!found) throw missing()
  return found
}

/** One whose content is there and of which nothing is being done or was done. */
function usable(found: queries.Import): queries.Import & { file: string } {
  const { file, state } = found
  if (file === null) throw conflict('Ce fichier n’est plus conservé. Envoyez-le de nouveau.')
  if (state !== 'draft' && state !== 'checked') throw conflict('Cet import est déjà en cours, ou appliqué.')
  return { ...found, file }
}

function mayImport(actor: User): void {
  if (!can(actor, 'personnel.import')) throw forbidden()
}
