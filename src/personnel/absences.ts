import type { Actor } from '../actor'
import { type Balance, leaveBalance } from '../leave/leave'
import { type AbsencePart, listAbsences } from './file-queries'

/** When somebody was away, and what is left of this year's annual leave. */
export type AbsencesOf = { year: number; parts: AbsencePart[]; balance: Balance | undefined }

export async function absencesOf(actor: Actor, id: string, today: string): Promise<AbsencesOf> {
  const year = Number(today.slice(0, 4))
  const [parts, balance] = await Promise.all([listAbsences(actor, id), leaveBalance(actor, id, year)])
  return { year, parts, balance }
}
