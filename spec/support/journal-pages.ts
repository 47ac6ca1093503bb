import type { Role } from '../../src/actor'
import type { Answer, Client } from './client'

type Page = [name: string, role: Role | null, status: number, ask: (client: Client) => Promise<Answer>]

/** The journal of one's own acts and of everybody's, searched, and one of its lines. */
export const journalPages: Page[] = [
  ['journal', 'auditeur', 200, (client) => client.get('/mppeep/journal')],
  ['own journal', 'agent', 200, (client) => client.get('/mppeep/journal')],
  ['journal, nothing found', 'drh', 200, (client) => client.get('/mppeep/journal?personne=zzzz&du=2026-01-01')],
  ['journal, mistyped search', 'auditeur', 422, (client) => client.get('/mppeep/journal?adresse=x&rayon=x')],
  [
    'journal to be taken away whole',
    'auditeur',
    200,
    (client) => client.get('/mppeep/exports/nouveau?liste=journal&format=xlsx'),
  ],
  [
    'journal, printed',
    'auditeur',
    200,
    (client) => client.get('/mppeep/exports/listes/journal/impression?acte=session.opened'),
  ],
  ['line of the journal', 'auditeur', 200, (client) => lineOf(client, 'personnel.updated')],
]

async function lineOf(client: Client, event: string): Promise<Answer> {
  const list = await client.get(`/mppeep/journal?acte=${event}`)
  const [href] = /\/mppeep\/journal\/\d+/.exec(list.text) ?? []
  return client.get(href ?? '/mppeep/journal/1')
}
