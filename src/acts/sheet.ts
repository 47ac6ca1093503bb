import type { Ctx } from '../http/env'
import { inertPolicy } from '../lib/inert'

/** A preview: shown by the browser, where it may do nothing, and kept by nobody. */
export function sendSheet(c: Ctx, bytes: Buffer): Response {
  c.header('Content-Type', 'application/pdf')
  c.header('Content-Disposition', 'inline; filename="apercu.pdf"')
  c.header('Content-Security-Policy', inertPolicy)
  return c.body(new Uint8Array(bytes))
}
