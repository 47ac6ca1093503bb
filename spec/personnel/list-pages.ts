import type { Role } from '../../src/actor'
import type { Answer, Client } from '../support/client'

type Page = [name: string, role: Role, status: number, ask: (client: Client) => Promise<Answer>]

const place = '/mppeep/personnel'
const everyColumn =
  'matricule unite fonction categorie grade position sexe naissance telephone courriel recrutement retraite absences evaluation'
    .split(' ')
    .map((name) => `colonnes=${name}`)
    .join('&')

/** The list of people, and what is taken away of it. */
export const listPages: Page[] = [
  ['list', 'drh', 200, (client) => client.get(place)],
  ['list of nobody', 'drh', 200, (client) => client.get(`${place}?q=zzzz&sexe=F`)],
  ['list refused', 'drh', 422, (client) => client.get(`${place}?age_min=50&age_max=30&sexe=F&tri=grade`)],
  ['address that cannot be read', 'drh', 422, (client) => client.get('/mppeep/actes?annee=x&etat=annule')],
  [
    'list, filtered, every column',
    'drh',
    200,
    (client) => client.get(`${place}?categorie=A&retraite=24&absent=semaine&situation=tous&tri=unite&${everyColumn}`),
  ],
  ['long export offered', 'drh', 200, (client) => client.get(`${place}/exports/nouveau?format=csv&categorie=A`)],
  ['whole export offered', 'auditeur', 200, (client) => client.get(`${place}/exports/nouveau?format=csv`)],
  [
    'long export',
    'drh',
    200,
    async (client) => client.get((await client.post(`${place}/exports`, { format: 'csv' })).headers.location ?? ''),
  ],
]
