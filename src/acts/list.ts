import type { Fragment } from 'postgres'
import { z } from 'zod'
import { can, type User } from '../actor'
import { every, part } from '../db/part'
import { sql } from '../db/sql'
import { actKindNames, readActNumber } from '../lib/act-kinds'
import { readCode } from '../lib/check-code'
import { choice, optional, text, whole } from '../lib/form'
import { isBackwards, type Pages, paged, readFrom, unreadablePage } from '../lib/pages'
import { type Act, columns, readable, tables } from './queries'

const perPage = 50
const mark = z.uuid(unreadablePage)

export const listQuery = z.strictObject({
  q: optional(text(100)),
  annee: optional(whole(2000, 2100)),
  acte: optional(choice(actKindNames)),
  etat: optional(choice(['annule', 'valide'])),
  apres: optional(mark),
  avant: optional(mark),
  fin: optional(choice(['1'])),
})
export type ListInput = z.output<typeof listQuery>
export type ListPage = { rows: Act[]; total: number; years: number[]; pages: Pages }

/** The acts that the actor may read, the last first. */
export async function listActs(actor: User, asked: ListInput, limit = perPage): Promise<ListPage> {
  const where = conditions(actor, asked)
  const from = readFrom(asked)
  const [way, past] = isBackwards(from) ? [part`asc`, part`>`] : [part`desc`, part`<`]
  const at = asked.apres ?? asked.avant
  const [read, [row], years] = await Promise.all([
    sql<Act[]>`
      select ${columns()} from ${tables()}
      where ${every([where, at ? sql`a.id ${past} ${at}` : part`true`])}
      order by a.id ${way}
      limit ${limit + 1}`,
    sql<
      [{ total: number }]
    >`select count(*)::int as total from acts a join personnel p on p.id = a.person_id where ${where}`,
    sql<{ year: number }[]>`select distinct year from act_counters order by year desc`,
  ])
  const { rows, ...pages } = paged(isBackwards(from) ? read.reverse() : read, { from, limit }, ({ id }) => id)
  return { rows, total: row.total, years: years.map(({ year }) => year), pages }
}

/** What somebody with a paper in hand types: the acts of this number or code that the actor may read. Of anything else nothing is asked. */
export async function findOnPaper(actor: User, typed: string): Promise<Act[]> {
  const said = can(actor, 'acts.read') ? saidOnPaper(typed) : null
  if (!said) return []
  return sql<Act[]>`
    select ${columns()} from ${tables()} where ${every([readable(actor), said])} order by a.id desc limit 10`
}

function conditions(actor: User, { q, annee, acte, etat }: ListInput): Fragment[] {
  return every([
    readable(actor),
    annee ? sql`a.year = ${annee}` : part`true`,
    acte ? sql`a.kind = ${acte}` : part`true`,
    etat === null ? part`true` : etat === 'annule' ? part`a.cancelled_at is not null` : part`a.cancelled_at is null`,
    q ? found(q) : part`true`,
  ])
}

/** A number with its year or without, the code of a paper, or words that begin names or the matricule. */
function found(q: string): Fragment | Fragment[] {
  const [, number] = /^(?:n°\s*)?0*(\d{1,6})$/i.exec(q) ?? []
  if (number) return sql`a.number = ${number}`
  const said = saidOnPaper(q)
  if (said) return said
  const words = sql`select fold(word) as word from unnest(regexp_split_to_array(${q}, '[\\s''’-]+')) as word where word <> ''`
  return sql`not exists (
    select from (${words}) asked
    where not exists (
      select from personnel_words w where w.person_id = a.person_id and w.word >= asked.word and starts_with(w.word, asked.word)))`
}

/** A whole number, or a code. */
function saidOnPaper(typed: string): Fragment | null {
  const code = readCode(typed)
  if (code) return sql`a.code = ${code}`
  const read = readActNumber(typed)
  return read && sql`(a.number = ${read.number} and a.year = ${read.year} and a.kind = any (${read.kinds}))`
}
