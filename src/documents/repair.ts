import { dropForgotten, storage } from '../storage/storage'
import { listFiles } from './repair-queries'

/** What of the storage and of the database does not go together. */
export type Astray = { lost: string[]; stray: { hash: string; bytes: number }[] }

/** ms in which a file may come before its row. */
const underWay = 3_600_000

/** `lost`: there is a row, and no file; `stray`: a file for over an hour, and no row. */
export async function findAstray(rows = listFiles, now = Date.now()): Promise<Astray> {
  const found = new Map<string, { bytes: number; at: Date }>()
  for await (const { hash, ...one } of storage().list()) found.set(hash, one)
  const known = new Map((await rows()).map(({ hash, state }) => [hash, state]))
  const lost = [...known].filter(([hash, state]) => state !== 'infectee' && !found.has(hash)).map(([hash]) => hash)
  const stray = [...found].filter(([hash, { at }]) => !known.has(hash) && now - at.getTime() > underWay)
  return { lost, stray: stray.map(([hash, { bytes }]) => ({ hash, bytes })) }
}

/** Removes what is nobody's. What is lost stays told by `doctor`: only a backup brings it back. */
export async function repairFiles(now = Date.now()): Promise<Astray & { forgotten: number }> {
  const astray = await findAstray(listFiles, now)
  for (const { hash } of astray.stray) await storage().remove(hash)
  return { ...astray, forgotten: await dropForgotten(now) }
}
