import { labelOf } from '../activities/activities'
import type { Actor } from '../actor'
import { type Line, listHistory } from './file-queries'

/** What was written in a file, newest first, in words. */
export async function historyOf(actor: Actor, id: string, limit: number): Promise<(Line & { label: string })[]> {
  const lines = await listHistory(actor, id, { limit })
  return lines.map((line) => ({ ...line, label: labelOf(line.event) }))
}
