import { type Actor, can } from '../actor'
import { listOf } from '../acts/acts'
import { listInForce, listMissing } from '../documents/documents'
import type { PersonFile } from './file-queries'

/** The papers of a person that the actor may read, and the required ones that are not there. */
export async function papersOf(actor: Actor, { id, sees }: PersonFile) {
  const [documents, missing] = await Promise.all([listInForce(actor, id), listMissing(actor, id)])
  return { personId: id, documents, missing, mayWrite: sees.write }
}

/** The acts that were made of a person, and whether the actor makes some. */
export async function actsOf(actor: Actor, personId: string) {
  return { personId, acts: await listOf(actor, personId), mayProduce: can(actor, 'acts.produce') }
}
