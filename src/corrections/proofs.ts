import type { Tx } from '../db/sql'
import * as queries from './proof-queries'

export type { ProofKept } from './proof-queries'

/** Whether somebody may see it has been asked before. */
export function getProof(id: string): Promise<queries.ProofKept | undefined> {
  return queries.findProof(id)
}

export function dropProofOf(tx: Tx, correctionId: string): Promise<void> {
  return queries.deleteProofOf(tx, correctionId)
}
