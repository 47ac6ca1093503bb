import type { Actor } from '../actor'
import { type Pages, paged, readFrom } from '../lib/pages'
import { invalid, missing } from '../lib/problems'
import { labelOf } from './events'
import * as queries from './journal-queries'
import type { Place, Search } from './search'

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

/** How many lines would be taken away; so many that nobody reads them are refused. */
export async function countJournal(actor: Actor, search: Search): Promise<number> {
  const total = await queries.countLines(actor, search, exportedUpTo + 1)
  if (total > exportedUpTo)
    throw invalid([], 'Plus de 100\u202f000 lignes répondent à cette recherche\u202f: précisez les dates.')
  return total
}

/** As for the personnel: judged by what is taken away, not by how it was asked for; and no page counts further than this. */
export async function isMostOfJournal(lines: number): Promise<boolean> {
  return lines > countedUpTo || !(await queries.isLonger(lines * 2 - 1))
}

/** All that was asked for, newest first. */
export async function* journalLines(actor: Actor, search: Search): AsyncGenerator<queries.Line> {
  for (let apres: string | null = null; ; ) {
    const lines: queries.Line[] = await queries.listLines(actor, search, { ...start, apres }, 1_000)
    if (lines.length === 0) return
    yield* lines
    apres = lines.at(-1)!.id
  }
}

const start: Place = { apres: null, avant: null, fin: null }

function named<L extends queries.Line>(line: L): L & { label: string } {
  return { ...line, label: labelOf(line.event) }
}
