import type { Sql } from 'postgres'

/** Rows that are new or other than they were, by table; fewer rows than there were are told as so many less. */
export type Traces = Record<string, number>

type Table = { name: string; rows: number; sum: string | null; written: number }

/**
 * Tells what is different in the whole database since it was last asked: a row written again as it was is no trace, and the
 * journal's own line of a refusal or a reading is not what is looked for (`spec/activities/security.spec.ts` does).
 */
export async function watch(sql: Sql): Promise<() => Promise<Traces>> {
  let before = await look(sql, '0')
  return async () => {
    const known = new Map(before.tables.map((table) => [table.name, table]))
    before = await look(sql, before.at)
    const changed = before.tables.flatMap(({ name, rows, sum, written }) => {
      const was = known.get(name)
      if (!was || (was.rows === rows && was.sum === sum)) return []
      return [[name, rows < was.rows ? rows - was.rows : written]]
    })
    return Object.fromEntries(changed)
  }
}

/** `written`: rows as a transaction from `since` on has left them. */
async function look(sql: Sql, since: string): Promise<{ at: string; tables: Table[] }> {
  const [now] = await sql<[{ at: string }]>`select pg_current_xact_id()::text as at`
  const names = await sql<{ name: string }[]>`select tablename as name from pg_tables
    where schemaname = 'public' and tablename not in ('activity_seals', 'activities_waiting')`
  const counts = names.map(
    ({ name }) => sql`
      select ${name} as name, count(*)::int as rows, sum(hash_record_extended(t, 0))::text as sum,
        count(*) filter (where xmin::text::bigint >= ${since}::bigint)::int as written
      from ${sql(name)} t
      ${name === 'activities' ? sql`where event not in ('access.refused', 'personnel.read')` : sql``}`,
  )
  const all = counts.reduce((several, one) => sql`${several} union all ${one}`)
  return { ...now, tables: await sql<Table[]>`${all}` }
}
