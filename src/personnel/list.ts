import { z } from 'zod'
import { type Actor, system, viewKey } from '../actor'
import { choice, optional } from '../lib/form'
import { isBackwards, type Pages, paged, readFrom, unreadablePage } from '../lib/pages'
import { isoToday } from '../lib/today'
import * as organisation from '../organisation/organisation'
import { type Piece, piece, remember } from '../redis/cache'
import { filterRights } from './conditions'
import { type Filter, filterSchema } from './filter'
import * as queries from './list-queries'
import { type ColumnName, columnNames, type PersonRow } from './list-queries'
import { type Order, readCursor, sortKeys, writeCursor } from './order'

/** The lists kept under a name, to be shown above this one. */
export { listViews as viewsOf } from '../views/views'
export type { ColumnName, PersonRow } from './list-queries'
export { columnNames } from './list-queries'

const usual: ColumnName[] = ['matricule', 'unite', 'grade', 'position', 'absences', 'evaluation']

const columns = z
  .string()
  .transform((value) => value.split(',').filter((name): name is ColumnName => (columnNames as string[]).includes(name)))

const mark = z.string().max(2_000, unreadablePage)

/** Everything the list's address can say: which people, in which order, from where on, with which columns. */
export const listSchema = filterSchema.safeExtend({
  tri: optional(choice(sortKeys)),
  sens: optional(choice(['asc', 'desc'])),
  apres: optional(mark),
  avant: optional(mark),
  fin: optional(choice(['1'])),
  colonnes: optional(columns),
})

export type ListInput = z.output<typeof listSchema>
export type People = { rows: PersonRow[]; total: number } & Pages

export function columnsOf(input: Pick<ListInput, 'colonnes'>): ColumnName[] {
  return input.colonnes?.length ? input.colonnes : usual
}

export function orderOf(input: Pick<ListInput, 'tri' | 'sens'>): Order {
  return { by: input.tri ?? 'nom', descending: input.sens === 'desc' }
}

/** One page of the people asked for, within the actor's reach, with the exact total and where the pages around begin. */
export async function listPeople(actor: Actor, input: ListInput, limit = 50, today = isoToday()): Promise<People> {
  const order = orderOf(input)
  const from = readFrom(input)
  const backwards = isBackwards(from)
  const cursor = readCursor(input.fin ? null : backwards ? input.avant : input.apres, order)
  const [read, total] = await Promise.all([
    queries.listPeople(actor, input, { columns: columnsOf(input), order, cursor, backwards, limit: limit + 1 }, today),
    countPeople(actor, input, today),
  ])
  return { total, ...paged(backwards ? read.reverse() : read, { from, limit }, cursorOf) }
}

type Units = Awaited<ReturnType<typeof listUnits>>

/**
 * The list as drawn for all who may see the same, kept until somebody writes to the personnel or the day changes: its ends,
 * which everybody opens, for five minutes; searches and pages in the middle, which one comes back to from a file, for one.
 * `address`: all it shows of it.
 */
export function drawnList(
  actor: Actor,
  input: ListInput,
  address: string,
  draw: (people: People, units: Units) => string,
): Promise<Piece> {
  const rights = viewKey(actor, ...filterRights, 'personnel.write', 'personnel.export')
  const seconds = input.q || input.apres || input.avant ? 60 : 300
  return piece({
    family: 'personnel',
    name: `list ${isoToday()} ${rights} ${address}`,
    freshSeconds: seconds,
    staleSeconds: seconds,
    compute: async () => draw(...(await Promise.all([listPeople(actor, input), listUnits()]))),
  })
}

/** Everybody the filter lets through, in order, a thousand at a time: memory stays flat however long the list. */
export async function* everyone(actor: Actor, input: ListInput, today = isoToday()): AsyncGenerator<PersonRow> {
  const order = orderOf(input)
  const limit = 1_000
  let cursor = null
  for (;;) {
    const rows: PersonRow[] = await queries.listPeople(
      actor,
      input,
      { columns: columnsOf(input), order, cursor, backwards: false, limit },
      today,
    )
    yield* rows
    const last = rows.at(-1)
    if (rows.length < limit || !last) return
    cursor = { value: last.sortValue ?? last.nameKey, name: last.nameKey, id: last.id }
  }
}

/** The tree of units to filter by; kept with the personnel, since it is shown beside it. */
export function listUnits(): Promise<organisation.UnitInTree[]> {
  return remember('personnel', 'units', 600, organisation.listUnits)
}

/** How many work in the ministry today, whoever asks. */
export function countPresent(): Promise<number> {
  return countPeople(system('Effectif'), listSchema.parse({}), isoToday())
}

/** The units in which the actor may keep people's files. `besides`: that of somebody who has stayed in a closed one. */
export function listWritable(actor: Actor, besides: string | null = null): Promise<organisation.UnitInTree[]> {
  return organisation.listUnitsWithin(actor, 'personnel.write', besides)
}

function countPeople(actor: Actor, input: ListInput, today: string): Promise<number> {
  const filter: Filter = { ...input }
  const asked = Object.keys(filterSchema.shape)
    .map((key) => filter[key as keyof Filter] ?? '')
    .join('\u0001')
  const name = `count\u0001${viewKey(actor, ...filterRights)}\u0001${today}\u0001${asked}`
  return remember('personnel', name, 600, () => queries.countPeople(actor, filter, today))
}

function cursorOf(row: PersonRow): string {
  return writeCursor({ value: row.sortValue ?? row.nameKey, name: row.nameKey, id: row.id })
}
