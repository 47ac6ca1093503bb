import { z } from 'zod'
import type { User } from '../actor'
import { type Tx, transaction } from '../db/sql'
import { throttled } from '../lib/problems'
import { limiter } from '../redis/limiter'
import { refuseInfected } from '../scanner/scanner'
import * as queries from './kept-queries'
import { readProof } from './read-proof'

export { deleteOldKept } from './kept-queries'

/** Each is decoded, which takes its time. */
const readings = limiter('correction.proof', 20, 60)

/** What a form says of the file that was laid down before: its id, and whether to do without it. */
type Said = { kept?: string; removed?: string }

/**
 * The id of the file that goes with a form, null when there is none. A file that comes with the form is read, and laid down before
 * the form is looked at: whatever is wrong with the form, it need not be chosen again. It takes the place of the one of before.
 */
export async function fileBeside(
  actor: User,
  file: { name: string; bytes: Buffer } | null,
  { kept = '', removed }: Said,
): Promise<string | null> {
  const id = file && (await layDown(actor, file))
  if (id === null && removed !== 'oui') return idOf(kept)
  await transaction((tx) => dropFile(tx, actor, idOf(kept)))
  return id
}

/** As the form shows it; null for one that is used, too old or somebody else's. */
export async function fileKept(actor: User, said: string | undefined): Promise<{ id: string; name: string } | null> {
  const id = idOf(said)
  return (id !== null && (await queries.findKept(actor.id, id))) || null
}

/** The id of the proof that it is from now on; null when it is not there any more. */
export async function takeFile(tx: Tx, actor: User, id: string | null): Promise<string | null> {
  return (id !== null && (await queries.moveKept(tx, actor.id, id))) || null
}

export async function dropFile(tx: Tx, actor: User, id: string | null): Promise<void> {
  if (id !== null) await queries.deleteKept(tx, actor.id, id)
}

async function layDown(actor: User, file: { name: string; bytes: Buffer }): Promise<string> {
  const verdict = await readings.consume(actor.id)
  if (!verdict.allowed)
    throw throttled(
      'Vous avez envoyé plusieurs fichiers de suite. Patientez un instant, puis choisissez-le de nouveau.',
      verdict.retryAfter,
    )
  await refuseInfected(actor, 'document', file)
  const proof = await readProof(file)
  return transaction(async (tx) => {
    await queries.deleteSurplus(tx, actor.id)
    return queries.insertKept(tx, actor.id, proof)
  })
}

/** What is no id is nobody's file. */
function idOf(said = ''): string | null {
  return z.uuid().safeParse(said).data ?? null
}
