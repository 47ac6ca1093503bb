import { type Condition, every, part } from '../db/part'
import { sql } from '../db/sql'
import { type From, isBackwards } from '../lib/pages'

export type ErrorLine = { line: number; place: number; field: string; value: string | null; message: string }
export type PersonLine = {
  line: number
  action: 'create' | 'update' | 'same'
  personId: string
  matricule: string
  name: string
  /** The fields that change. */
  fields: string[]
  kept: string | null
  there: boolean
}

type Page = { from: From; mark: string | null; limit: number }

const errorsWhere = (id: string, field: string | null): Condition[] => [
  sql`import_id = ${id}`,
  field ? sql`field = ${field}` : part`true`,
]

export async function countErrors(id: string, field: string | null): Promise<number> {
  const [row] = await sql<[{ count: number }]>`
    select count(*)::int as count from import_errors where ${every(errorsWhere(id, field))}`
  return row.count
}

/** How many errors each field has. */
export async function listFaulty(id: string): Promise<{ field: string; count: number }[]> {
  return sql`
    select field, count(*)::int as count from import_errors where import_id = ${id} group by field order by 2 desc, 1`
}

export async function listErrors(id: string, field: string | null, page: Page): Promise<ErrorLine[]> {
  const { backwards, way, past } = wayOf(page)
  const [line, place, name] = page.mark?.split('_') ?? []
  const beyond = name
    ? sql`(line, place, field) ${past} (${Number(line)}::int, ${Number(place)}::int, ${name})`
    : part`true`
  const rows = await sql<ErrorLine[]>`
    select line, place, field, value, message
    from import_errors
    where ${every([...errorsWhere(id, field), beyond])}
    order by line ${way}, place ${way}, field ${way}
    limit ${page.limit}`
  return backwards ? rows.reverse() : rows
}

export type Which = 'create' | 'update' | 'same' | 'kept'

const peopleWhere = (id: string, which: Which): Condition[] => [
  sql`r.import_id = ${id}`,
  which === 'kept' ? part`r.kept is not null` : sql`r.action = ${which}`,
]

export async function countPeople(id: string, which: Which): Promise<number> {
  const [row] = await sql<[{ count: number }]>`
    select count(*)::int as count from import_rows r where ${every(peopleWhere(id, which))}`
  return row.count
}

export async function listPeople(id: string, which: Which, page: Page): Promise<PersonLine[]> {
  const { backwards, way, past } = wayOf(page)
  const beyond = page.mark ? sql`r.line ${past} ${Number(page.mark)}::int` : part`true`
  const rows = await sql<PersonLine[]>`
    select r.line, r.action, r.person_id as "personId", r.matricule, r.name, r.kept,
      case when r.action = 'update' then array(select jsonb_object_keys(r.after)) else '{}' end as fields,
      exists (select from personnel p where p.id = r.person_id) as there
    from import_rows r
    where ${every([...peopleWhere(id, which), beyond])}
    order by r.line ${way}
    limit ${page.limit}`
  return backwards ? rows.reverse() : rows
}

function wayOf({ from }: Page) {
  const backwards = isBackwards(from)
  return { backwards, way: backwards ? part`desc` : part`asc`, past: backwards ? part`<` : part`>` }
}

/** What is wrong with the lines from one to another, in the order of the file. */
export async function listMessages(id: string, from: number, to: number): Promise<ErrorLine[]> {
  return sql`
    select line, place, field, value, message
    from import_errors
    where import_id = ${id} and line between ${from} and ${to}
    order by line, place, field`
}
