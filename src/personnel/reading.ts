import { noteReading } from '../activities/activities'
import type { User } from '../actor'
import type { PersonFile } from './file-queries'

/** What of a file not every reader sees. */
const sensitive = ['identity', 'private', 'salary'] as const

/** That somebody has read what not everybody may of a file, when it is not their own. */
export function noteSensitive(actor: User, file: PersonFile): Promise<void> {
  const fields = sensitive.filter((group) => file.sees[group])
  return noteReading(actor, { id: file.id, name: `${file.lastName} ${file.firstNames}`, fields })
}
