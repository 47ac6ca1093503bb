import type { ServerResponse } from 'node:http'
import { noteReading } from '../activities/activities'
import type { User } from '../actor'
import { outside } from '../lib/moment'
import { noteOpened } from '../search/search'
import type { PersonFile } from './file-queries'

/** What of a file not every reader sees. */
const sensitive = ['identity', 'private', 'salary'] as const

/** The file that an answer shows, page or JSON. Once it has left, the journal is told who has read what not everybody may. */
export function shownIn(answer: Pick<ServerResponse, 'once'>, actor: User, file: PersonFile): PersonFile {
  answer.once('close', () => outside(() => void noteSensitive(actor, file)))
  return file
}

/** The same for the page of the file: its reader finds it again among the files opened lately. */
export function openedIn(answer: Pick<ServerResponse, 'once'>, actor: User, file: PersonFile): PersonFile {
  answer.once('close', () => outside(() => void noteOpened(actor, file.id)))
  return shownIn(answer, actor, file)
}

function noteSensitive(actor: User, file: PersonFile): Promise<void> {
  const fields = sensitive.filter((group) => file.sees[group])
  return noteReading(actor, { id: file.id, name: `${file.lastName} ${file.firstNames}`, fields })
}
