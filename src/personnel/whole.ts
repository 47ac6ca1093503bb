import type { User } from '../actor'
import { listOf } from '../acts/acts'
import { findFace, listEvery, listMissing } from '../documents/documents'
import { isoToday } from '../lib/today'
import { absencesOf } from './absences'
import { careerOf } from './career'
import { findFile, listEvaluations } from './file-queries'
import { historyOf } from './history'
import { visible } from './visible'

const lines = 10_000

/** All that the actor may read of one person, tab by tab as the file shows it; nothing out of reach. */
export async function wholeOf(actor: User, id: string) {
  const file = await findFile(actor, id)
  if (!file) return undefined
  const [career, absences, evaluations, documents, missing, acts, history, photo] = await Promise.all([
    careerOf(actor, id, null),
    absencesOf(actor, id, isoToday()),
    file.sees.evaluations ? listEvaluations(actor, id) : null,
    listEvery(actor, id),
    listMissing(actor, id),
    listOf(actor, id),
    file.sees.activities ? historyOf(actor, id, lines) : null,
    file.photo ? findFace(actor, id, 256) : null,
  ])
  const { id: _, ...identity } = visible(file) as Record<string, unknown>
  return { file, identity, career, absences, evaluations, documents, missing, acts, history, photo }
}
