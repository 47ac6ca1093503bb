import type { Actor } from '../actor'
import { listInForce, listMissing } from '../documents/documents'
import type { PersonFile } from './file-queries'

/** The papers of a person that the actor may read, and the required ones that are not there. */
export async function papersOf(actor: Actor, { id, sees }: PersonFile) {
  const [documents, missing] = await Promise.all([listInForce(actor, id), listMissing(actor, id)])
  return { personId: id, documents, missing, mayWrite: sees.write }
}
