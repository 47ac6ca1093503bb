import { z } from 'zod'
import type { Ctx } from '../http/env'
import { disposition } from '../lib/disposition'
import { inertPolicy } from '../lib/inert'
import { missing } from '../lib/problems'
import type { ProofKept } from './proofs'

/** The id in an address; anything that is not one belongs to nobody. */
export function correctionId(c: Ctx): string {
  const id = z.uuid().safeParse(c.req.param('id'))
  if (!id.success) throw missing()
  return id.data
}

/** To be kept, never shown in a page of ours: whatever it holds, no browser runs it here. */
export function sendProof(c: Ctx, { name, type, bytes }: ProofKept): Response {
  c.header('Content-Type', type)
  c.header('Content-Disposition', disposition('attachment', name))
  c.header('Content-Security-Policy', inertPolicy)
  return c.body(new Uint8Array(bytes))
}
