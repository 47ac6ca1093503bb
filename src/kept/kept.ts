import { z } from 'zod'
import type { User } from '../actor'
import { type Tx, transaction } from '../db/sql'
import * as queries from './queries'

export { deleteOldKept, type KeptFile } from './queries'

/** Lays down, for half an hour, the file of a form that is not taken yet. It has been found good. Returns its id. */
export function layDown(actor: User, file: queries.KeptFile): Promise<string> {
  return transaction(async (tx) => {
    await queries.deleteSurplus(tx, actor.id)
    return queries.insertKept(tx, actor.id, file)
  })
}

/** As the form shows it; null for one that is used, too old or somebody else's. */
export async function fileKept(actor: User, said: string | undefined): Promise<{ id: string; name: string } | null> {
  const id = keptId(said)
  return (id !== null && (await queries.findKept(actor.id, id))) || null
}

/** The same with what is in it. It stays: the same form sent twice has its file twice. */
export async function openKept(actor: User, said: string | undefined): Promise<queries.KeptFile | null> {
  const id = keptId(said)
  return (id !== null && (await queries.readKept(actor.id, id))) || null
}

export async function dropFile(tx: Tx, actor: User, id: string | null): Promise<void> {
  if (id !== null) await queries.deleteKept(tx, actor.id, id)
}

/** What is no id is nobody's file. */
export function keptId(said = ''): string | null {
  return z.uuid().safeParse(said).data ?? null
}
