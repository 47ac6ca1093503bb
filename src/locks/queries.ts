import { sql, type Tx } from '../db/sql'

/** The fence of the lock just taken; undefined while somebody else holds it. One statement, so two at once cannot both have it. */
export async function takeLock(name: string, holder: string, ms: number): Promise<number | undefined> {
  const [row] = await sql<{ fence: number }[]>`
    insert into locks (name, holder, expires_at)
    values (${name}, ${holder}, ${inFuture(ms)})
    on conflict (name) do update
    set holder = excluded.holder, fence = locks.fence + 1, expires_at = excluded.expires_at
    where locks.expires_at <= clock_timestamp()
    returning fence::float8`
  return row?.fence
}

/** False when it is not ours any more. */
export async function extendLock(name: string, holder: string, ms: number): Promise<boolean> {
  const extended = await sql`
    update locks
    set expires_at = ${inFuture(ms)}
    where name = ${name} and holder = ${holder} and expires_at > clock_timestamp()`
  return extended.count === 1
}

/** The row stays, with its fence: the next one's is higher. */
export async function freeLock(name: string, holder: string): Promise<void> {
  await sql`update locks set expires_at = '-infinity' where name = ${name} and holder = ${holder}`
}

/** Holds the lock's row until the end of the transaction, so that nobody takes it before the write is done; false when somebody has. */
export async function holdFence(tx: Tx, name: string, fence: number): Promise<boolean> {
  const held = await tx`select from locks where name = ${name} and fence = ${fence} for share`
  return held.count === 1
}

/** By the database's clock: those of several machines may differ. */
function inFuture(ms: number) {
  return sql`clock_timestamp() + make_interval(secs => ${ms / 1_000})`
}
