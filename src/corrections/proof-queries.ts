import { sql, type Tx } from '../db/sql'

export type ProofKept = { name: string; type: string; bytes: Buffer }

export async function findProof(id: string): Promise<ProofKept | undefined> {
  const [row] = await sql<ProofKept[]>`select name, type, bytes from correction_proofs where id = ${id}`
  return row
}

/** That of a request which nobody will decide. */
export async function deleteProofOf(tx: Tx, correctionId: string): Promise<void> {
  await tx`
    delete from correction_proofs where id = (select proof_id from corrections where id = ${correctionId})`
}
