import type { Actor, User } from '../actor'
import { demandProof, isProved, proofField } from '../auth/auth'
import { transaction } from '../db/sql'
import { byteOrderMark, csvLine } from '../lib/csv'
import { type Pages, paged, readFrom } from '../lib/pages'
import { invalid, missing } from '../lib/problems'
import { labelOf } from './activities'
import * as queries from './journal-queries'
import { record } from './record'
import { type Place, type Search, searchSchema } from './search'

export { isProved } from '../auth/auth'

export const exportForm = searchSchema.extend({ proof: proofField })

/** A line, and what it says in French. */
export type Line = queries.Line & { label: string }
export type Detail = queries.Detail & { label: string }

const perPage = 50
/** Beyond, the total is said to be more than that. */
export const countedUpTo = 10_000
const exportedUpTo = 100_000

export type Page = {
  lines: Line[]
  /** Null when there are more than are counted. */
  total: number | null
} & Pages

/** One page of what was asked for, newest first, with the total and where the pages around begin. */
export async function pageOf(actor: Actor, search: Search, place: Place): Promise<Page> {
  // one more than is shown tells whether the list goes on
  const [rows, counted] = await Promise.all([
    queries.listLines(actor, search, place, perPage + 1),
    queries.countLines(actor, search, countedUpTo + 1),
  ])
  const { rows: shown, ...pages } = paged(rows, { from: readFrom(place), limit: perPage }, ({ id }) => id)
  return { lines: shown.map(named), total: counted > countedUpTo ? null : counted, ...pages }
}

export async function findLine(actor: Actor, id: string): Promise<Detail> {
  const line = await queries.findLine(actor, id)
  if (!line) throw missing()
  return named(withAct(line))
}

/** The act that an export was narrowed to, by its name rather than its key. */
function withAct(line: queries.Detail): queries.Detail {
  const { asked } = (line.after ?? {}) as { asked?: Partial<Search> }
  if (!asked?.acte) return line
  return { ...line, after: { ...line.after, asked: { ...asked, acte: labelOf(asked.acte) } } }
}

/**
 * What was asked for as CSV, as it comes; that it was taken away is written before its first byte. Null when it is most of the
 * journal, and the password is to be asked for first.
 */
export async function exportLines(actor: User, search: Search): Promise<ReadableStream<Uint8Array> | null> {
  const total = await queries.countLines(actor, search, exportedUpTo + 1)
  if (total > exportedUpTo)
    throw invalid([], 'Plus de 100\u202f000 lignes répondent à cette recherche\u202f: précisez les dates.')
  if (!isProved(actor) && (await isMost(total))) return null
  const asked = askedOf(search)
  await transaction((tx) =>
    record(tx, actor, {
      event: 'journal.exported',
      target: { kind: 'list', id: 'csv', name: null },
      after: { asked, total },
    }),
  )
  return ReadableStream.from(file(actor, search))
}

/** The search as its address would say it. */
export function askedOf(search: Search): Record<string, string> {
  return Object.fromEntries(Object.entries(search).flatMap(([name, value]) => (value === null ? [] : [[name, value]])))
}

/** As for the personnel: judged by what is taken away, not by how it was asked for; and no page counts further than this. */
async function isMost(lines: number): Promise<boolean> {
  return lines > countedUpTo || !(await queries.isLonger(lines * 2 - 1))
}

/** That most of the journal is taken away by whom it is for: whoever has just shown it may go on to the export. */
export async function proveExport(actor: User, proof: string | null): Promise<void> {
  await demandProof(actor, proof)
}

function named<L extends queries.Line>(line: L): L & { label: string } {
  return { ...line, label: labelOf(line.event) }
}

const start: Place = { apres: null, avant: null, fin: null }
const header = ['Ligne', 'Date (UTC)', 'Auteur', 'Acte', 'Objet', 'Adresse', 'CF-Ray', 'Requête']

async function* file(actor: User, search: Search): AsyncGenerator<Uint8Array> {
  yield Buffer.from(byteOrderMark + csvLine(header))
  for (let apres: string | null = null; ; ) {
    const lines: queries.Line[] = await queries.listLines(actor, search, { ...start, apres }, 1_000)
    if (lines.length === 0) return
    yield Buffer.from(lines.map((line) => csvLine(cells(line))).join(''))
    apres = lines.at(-1)!.id
  }
}

function cells(line: queries.Line): (string | null)[] {
  const about = line.targetName ?? line.targetId
  const { id, at, actorName, event, address, cfRay, requestId } = line
  return [id, at.toISOString(), actorName, labelOf(event), about, address, cfRay, requestId]
}
