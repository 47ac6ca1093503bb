import type { Role } from '../../src/actor'
import { codeNow, door, keyOn, place } from './authenticator'
import type { Answer, Client } from './client'
import { castPassword } from './ground'

type Page = [name: string, role: Role | null, status: number, ask: (client: Client) => Promise<Answer>]

/** From none to one in force, and a sign-in with it; of somebody whom nothing demands one of, and of the one who keeps the house. */
export const secondFactorPages: Page[] = [
  ['second factor demanded', 'admin', 200, (client) => client.get(place)],
  ['second factor, none', 'auditeur', 200, (client) => client.get(place)],
  ['second factor proposed', 'auditeur', 200, proposed],
  ['second factor, wrong code', 'auditeur', 422, (client) => client.post(`${place}?_method=PUT`, { code: '000000' })],
  ['second factor enabled', 'auditeur', 200, enabled],
  ['second factor in force', 'auditeur', 200, (client) => client.get(place)],
  ['recovery codes to replace', 'auditeur', 200, (client) => client.get(`${place}/codes`)],
  ['second factor to remove', 'auditeur', 200, (client) => client.get(`${place}/retrait`)],
  ['code at sign-in', null, 200, waiting],
  ['code at sign-in refused', null, 422, (client) => client.post(door, { code: '000000' })],
  ['recovery code at sign-in', null, 200, (client) => client.get(`${door}?methode=recuperation`)],
]

async function proposed(client: Client): Promise<Answer> {
  await client.post(`${place}/cle`, { proof: castPassword })
  return client.get(place)
}

async function enabled(client: Client): Promise<Answer> {
  const page = await client.get(place)
  return client.post(`${place}?_method=PUT`, { code: codeNow(keyOn(page.text)) })
}

async function waiting(client: Client): Promise<Answer> {
  await client.post('/mppeep/connexion', { email: 'auditeur@mppeep.example', password: castPassword })
  return client.get(door)
}
