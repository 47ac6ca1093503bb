import type { Role } from '../../src/actor'
import type { Answer, Client } from '../support/client'

type Page = [name: string, role: Role | null, status: number, ask: (client: Client) => Promise<Answer>]

const place = '/mppeep/referentiels'
const page = (name: string, role: Role, path: string): Page => [name, role, 200, (client) => client.get(place + path)]

/** Every page about grades, their grids and limits. */
export const gradePages: Page[] = [
  page('referentials', 'auditeur', '?le=2020-05-01'),
  page('age limit, read only', 'auditeur', '/limites/A4'),
  page('age limit, what follows', 'drh', '/limites/D1?from=2030-01-01&age=61'),
  page('age limit that cannot be', 'drh', '/limites/D1?from=2020-01-01&age=61'),
  page('échelons', 'admin', '/echelons/premiere'),
  page('grid', 'drh', '/grilles/A3'),
  ['age limit to come', 'drh', 200, coming],
  page('referentials to come', 'drh', ''),
]

async function coming(client: Client): Promise<Answer> {
  await client.post(`${place}/limites/D2`, { from: '2030-01-01', age: '61' })
  return client.get(`${place}/limites/D2`)
}
