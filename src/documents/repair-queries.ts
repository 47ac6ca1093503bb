import { sql } from '../db/sql'

export type KnownFile = { hash: string; state: string }

export async function listFiles(): Promise<KnownFile[]> {
  return sql`select hash, state from files`
}
