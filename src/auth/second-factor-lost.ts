import type { Tx } from '../db/sql'
import { deleteFactor, lockFactor, lockShortPassword } from './second-factor-queries'

/**
 * Takes the second factor from an account whose row is held, with the codes for the day it is lost and the sign-ins that wait for
 * one. Null when none is in force; `short`: the password was only good beside it.
 */
export async function dropSecondFactor(tx: Tx, userId: string): Promise<{ short: boolean } | null> {
  const short = await lockShortPassword(tx, userId)
  const factor = await lockFactor(tx, userId)
  if (!factor?.confirmed) return null
  await deleteFactor(tx, userId)
  return { short }
}
