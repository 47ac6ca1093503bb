import type { Role } from '../../src/actor'
import type { Answer, Client } from '../support/client'

type Page = [name: string, role: Role | null, status: number, ask: (client: Client) => Promise<Answer>]

const offer = '/mppeep/exports/nouveau?'
let own = ''

async function ownFile(client: Client): Promise<string> {
  const { text } = await client.get('/mppeep/profil')
  own ||= /personne=([0-9a-f-]{36})/.exec(text)?.[1] ?? ''
  return own
}

/** Every page about what is taken away. */
export const exportPages: Page[] = [
  ['list to print', 'auditeur', 200, (client) => client.get('/mppeep/exports/listes/comptes/impression')],
  ['state of the personnel to make', 'drh', 200, (client) => client.get(`${offer}liste=etat&format=pdf&sexe=F`)],
  [
    'whole file to make',
    'agent',
    200,
    async (client) => client.get(`${offer}liste=dossier&format=zip&personne=${await ownFile(client)}`),
  ],
  [
    'whole file being made',
    'agent',
    200,
    async (client) => {
      const fields = { liste: 'dossier', format: 'zip', personne: await ownFile(client) }
      return client.get((await client.post('/mppeep/exports', fields)).headers.location ?? '')
    },
  ],
  [
    'export refused',
    'drh',
    422,
    (client) => client.post('/mppeep/exports', { liste: 'etat', format: 'pdf', sexe: 'X' }),
  ],
]
