import type { PendingQuery, Row, Sql } from 'postgres'

/** Rows that are new or other than they were, by table; fewer rows than there were are told as so many less. */
export type Traces = Record<string, number>

type Table = { name: string; rows: number; sum: string | null; written: number }

/**
 * Tells what is different in the whole database since it was last asked: a row written again as it was is no trace, and the
 * journal's own line of a refusal or a reading, or a file that was opened, is not what is looked for (`spec/activities/security.spec.ts` does).
 */
export async function watch(sql: Sql): Promise<() => Promise<Traces>> {
  let { at, tables } = await look(sql, '0', new Map())
  return async () => {
    const known = tables
    ;({ at, tables } = await look(sql, at, known))
    const changed = [...tables].flatMap(([name, { rows, sum, written }]) => {
      const was = known.get(name)
      if (!was || (was.rows === rows && was.sum === sum)) return []
      return [[name, rows < was.rows ? rows - was.rows : written]]
    })
    return Object.fromEntries(changed)
  }
}

/** `written`: rows as a transaction from `since` on has left them. What is in a table is read where it may be other than `known`. */
async function look(
  sql: Sql,
  since: string,
  known: Map<string, Table>,
): Promise<{ at: string; tables: Map<string, Table> }> {
  const [now] = await sql<[{ at: string }]>`select pg_current_xact_id()::text as at`
  const names = await sql<{ name: string }[]>`select tablename as name from pg_tables
    where schemaname = 'public' and tablename not in ('activity_seals', 'activities_waiting', 'recent_files')`
  const counts = names.map(
    ({ name }) => sql`
      select ${name} as name, count(*)::int as rows,
        count(*) filter (where xmin::text::bigint >= ${since}::bigint)::int as written
      from ${rowsOf(sql, name)}`,
  )
  const found = await sql<Omit<Table, 'sum'>[]>`${all(sql, counts)}`
  const touched = found.filter(({ name, rows, written }) => written > 0 || rows !== known.get(name)?.rows)
  const sums = touched.map(
    ({ name }) => sql`select ${name} as name, sum(hash_record_extended(t, 0))::text as sum from ${rowsOf(sql, name)}`,
  )
  const read = sums.length > 0 ? await sql<Pick<Table, 'name' | 'sum'>[]>`${all(sql, sums)}` : []
  const anew = new Map(read.map(({ name, sum }) => [name, sum]))
  const sumOf = (name: string) => (anew.has(name) ? anew.get(name)! : (known.get(name)?.sum ?? null))
  return { ...now, tables: new Map(found.map((one) => [one.name, { ...one, sum: sumOf(one.name) }])) }
}

function rowsOf(sql: Sql, name: string) {
  return sql`${sql(name)} t ${name === 'activities' ? sql`where event not in ('access.refused', 'personnel.read')` : sql``}`
}

function all(sql: Sql, parts: PendingQuery<Row[]>[]) {
  return parts.reduce((several, one) => sql`${several} union all ${one}`)
}
