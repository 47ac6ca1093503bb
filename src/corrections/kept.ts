import type { User } from '../actor'
import { type Tx, transaction } from '../db/sql'
import { dropFile, keptId, layDown } from '../kept/kept'
import { throttled } from '../lib/problems'
import { limiter } from '../redis/limiter'
import { refuseInfected } from '../scanner/scanner'
import * as queries from './kept-queries'
import { readProof } from './read-proof'

export { dropFile, fileKept } from '../kept/kept'

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
  const id = file && (await layDownRead(actor, file))
  if (id === null && removed !== 'oui') return keptId(kept)
  await transaction((tx) => dropFile(tx, actor, keptId(kept)))
  return id
}

/** The id of the proof that it is from now on; null when it is not there any more. */
export async function takeFile(tx: Tx, actor: User, id: string | null): Promise<string | null> {
  return (id !== null && (await queries.moveKept(tx, actor.id, id))) || null
}

async function layDownRead(actor: User, file: { name: string; bytes: Buffer }): Promise<string> {
  const verdict = await readings.consume(actor.id)
  if (!verdict.allowed)
    throw throttled(
      'Vous avez envoyé plusieurs fichiers de suite. Patientez un instant, puis choisissez-le de nouveau.',
      verdict.retryAfter,
    )
  await refuseInfected(actor, 'document', file)
  return layDown(actor, await readProof(file))
}
