import type { Role } from '../../src/actor'
import type { Answer, Client } from '../support/client'

type Page = [name: string, role: Role, status: number, ask: (client: Client) => Promise<Answer>]

const place = '/mppeep/personnel/vues'
const foreign = { name: 'Suivi des services', query: 'categorie=B', shared: 'chef' }
const kept = { name: 'Cadres & assimilés', query: 'categorie=A&tri=grade', shared: 'rh' }

/** Lists of personnel kept under a name, and the list below them. */
export const viewPages: Page[] = [
  ['views, none', 'invite', 200, (client) => client.get(place)],
  ['view to keep', 'drh', 200, (client) => client.get(`${place}/nouvelle?categorie=A&tri=grade`)],
  ['view refused', 'chef', 422, (client) => client.post(place, { name: '', query: 'categorie=A', shared: '' })],
  ['views, shared', 'gestionnaire', 200, async (client) => (await client.post(place, foreign)) && client.get(place)],
  ['views', 'drh', 200, async (client) => (await client.post(place, kept)) && client.get(place)],
  ['list below its views', 'drh', 200, (client) => client.get('/mppeep/personnel?tri=grade&categorie=A')],
  ['view to change', 'drh', 200, changed],
]

async function changed(client: Client): Promise<Answer> {
  const { text } = await client.get(place)
  return client.get(/href="(\/mppeep\/personnel\/vues\/[0-9a-f-]{36})"/.exec(text)![1]!)
}
