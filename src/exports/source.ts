import type { z } from 'zod'
import type { Action, User } from '../actor'
import type { Exportable, Format } from '../lib/exportables'
import { countPresent } from '../personnel/personnel'
import { type Column, shown, tableFile } from './table'

/** In a list that is sent, or printed, while its reader waits; a longer one is made by the worker. */
export const longestAtOnce = 5_000

/** What a file is made of, and for whom. */
export type Order<Input> = {
  actor: User
  input: Input
  format: Format
  /** The filters in words, for what carries them. */
  said: string
  /** Told after each thing that is in the file. */
  step: () => void | Promise<void>
}

/** Something that can be taken away. */
export type Source<Input = unknown> = {
  name: Exportable
  formats: readonly Format[]
  /** What its address can say. */
  schema: z.ZodObject
  /** Of the fields, the boxes of one name. */
  boxes?: string[]
  /** All of them are needed to take it away. */
  actions: readonly Action[]
  /** Beside these, what decides how much somebody sees in it. */
  view: readonly Action[]
  /** How much there is of it at this moment; refuses what is out of reach. */
  count(actor: User, input: Input): Promise<number>
  /** Whether so much takes away what one shows again who one is for. */
  isMuch(total: number): Promise<boolean>
  /** Made while its reader waits, unless it is long. */
  atOnce: boolean
  make(order: Order<Input>): Promise<AsyncIterable<Uint8Array>>
  /** What the address leaves unsaid, said. */
  settled?(input: Input): Input
  /** Who it is about, when that is one person; without a name once they are out of reach. */
  about?(actor: User, input: Input): Promise<{ id: string; name: string | null }>
  /** As a page: what is in its cells. */
  page?(actor: User, input: Input): Promise<Printed>
}

export type Printed = { columns: { label: string; numeric: boolean }[]; rows: string[][] }

/** A list: its columns, and how its rows are read as the page reads them. */
export type List<Input, Row> = {
  name: Exportable
  schema: z.ZodObject
  boxes?: string[]
  settled?(input: Input): Input
  actions: readonly Action[]
  view?: readonly Action[]
  /** What so much of it asks for before it is taken away: those about people, to show again who one is for most of them. */
  isMuch(total: number): Promise<boolean>
  count(actor: User, input: Input): Promise<number>
  /** All of them, in the order of the page. */
  rows(actor: User, input: Input): AsyncIterable<Row>
  columns(input: Input): Column<Row>[]
}

/** From one declaration: a CSV, a workbook and a page to print. */
export function listSource<Input, Row>(list: List<Input, Row>): Source {
  const { name, schema, boxes, settled, actions, view = [], isMuch, count, rows, columns } = list
  const source: Source<Input> = {
    ...{ name, schema, boxes, settled, actions, view, count, isMuch },
    formats: ['csv', 'xlsx'],
    atOnce: true,
    make: ({ actor, input, format, step }) =>
      tableFile(format, { name, columns: columns(input), rows: told(rows(actor, input), step) }),
    async page(actor, input) {
      const wanted = columns(input)
      const printed: string[][] = []
      for await (const row of rows(actor, input)) printed.push(wanted.map((one) => shown(one.cell(row), one)))
      return { columns: wanted.map(({ header, numeric = false }) => ({ label: header, numeric })), rows: printed }
    },
  }
  return sourceOf(source)
}

/** Ties what `make` is given to what the schema reads. */
export function sourceOf<Input>(source: Source<Input>): Source {
  return source as Source
}

/**
 * Whether a list of so many people takes away most of the ministry, for which one shows again who one is, whatever it was
 * asked by: a filter that leaves nobody out, or a few, opens no other way. More than half, so that of two lists that make the
 * whole together one is asked for; and whatever is too long to be sent at once, in a house of any size.
 */
export async function isMost(total: number): Promise<boolean> {
  return total > longestAtOnce || total > (await countPresent()) / 2
}

/** Where in a list one is, as its address says. */
type Placed = { apres: string | null; avant: string | null; fin: '1' | null }
type ReadPage<Input, Row> = (
  actor: User,
  input: Input,
  limit: number,
) => Promise<{ rows: Row[]; total: number; pages: { next: { apres?: string } | null } }>

/** How many there are, and all of them, read as the page of the list reads them. */
export function asPaged<Input extends Placed, Row>(
  read: ReadPage<Input, Row>,
): Pick<List<Input, Row>, 'count' | 'rows'> {
  const page = async (actor: User, input: Input, apres: string | null, limit: number) => {
    const { pages, ...found } = await read(actor, { ...input, apres, avant: null, fin: null }, limit)
    return { ...found, next: pages.next }
  }
  return {
    count: async (actor, input) => (await page(actor, input, null, 1)).total,
    rows: (actor, input) => walked((apres) => page(actor, input, apres, 1_000)),
  }
}

/** The rows of a list that is read page by page, from its beginning to its end. */
export async function* walked<Row>(
  read: (apres: string | null) => Promise<{ rows: Row[]; next: { apres?: string } | null }>,
): AsyncGenerator<Row> {
  for (let apres: string | null = null; ; ) {
    const { rows, next } = await read(apres)
    yield* rows
    if (!next?.apres) return
    apres = next.apres
  }
}

async function* told<Row>(rows: AsyncIterable<Row>, step: () => void | Promise<void>): AsyncGenerator<Row> {
  for await (const row of rows) {
    await step()
    yield row
  }
}
