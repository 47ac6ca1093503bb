import type { Tx } from '../db/sql'
import { conflict } from '../lib/problems'
import { isoToday } from '../lib/today'
import * as queries from './queries'

/**
 * Does what may take an administrator away, one at a time in the whole house: two administrators who act against each other wait,
 * and the second finds that there is nobody left. Throws `conflict`, which undoes the transaction.
 */
export async function keepingOne<T>(tx: Tx, userId: string, act: () => Promise<T>): Promise<T> {
  await queries.lockAdministrators(tx)
  const before = await queries.listAdministrators(tx, isoToday())
  const done = await act()
  // a house without any, or of which this account is not one, is not left without one by this
  if (!before.includes(userId)) return done
  const after = await queries.listAdministrators(tx, isoToday())
  if (after.length > 0) return done
  throw conflict(
    'C’est le dernier administrateur technique en activité. Nommez-en d’abord un autre, sans date de fin, qui a choisi son mot de passe.',
  )
}
