import { createHash } from 'node:crypto'
import type { Tx } from '../db/sql'
import * as queries from './proof-queries'

export type { ProofKept } from './proof-queries'

/** Keeps a proof that has been read (`readProof`), and says under which id. */
export function putProof(tx: Tx, proof: queries.ProofKept): Promise<string> {
  return queries.insertProof(tx, { ...proof, hash: createHash('sha256').update(proof.bytes).digest() })
}

/** Whether somebody may see it has been asked before. */
export function getProof(id: string): Promise<queries.ProofKept | undefined> {
  return queries.findProof(id)
}

export function dropProofOf(tx: Tx, correctionId: string): Promise<void> {
  return queries.deleteProofOf(tx, correctionId)
}
