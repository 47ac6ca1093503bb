import type { Role } from '../../src/actor'
import type { Answer, Client } from '../support/client'

type Page = [name: string, role: Role | null, status: number, ask: (client: Client) => Promise<Answer>]

const place = '/mppeep/referentiels'
const page = (name: string, role: Role, path: string): Page => [name, role, 200, (client) => client.get(place + path)]

/** Every page about grades, their grids and limits. */
export const gradePages: Page[] = [
  page('referentials', 'auditeur', '?le=2020-05-01'),
  page('referentials before everything', 'drh', '?le=1990-01-01'),
  page('age limit, read only', 'auditeur', '/limites/A4'),
  page('age limit, what follows', 'drh', '/limites/D1?from=2030-01-01&age=61'),
  page('age limit that cannot be', 'drh', '/limites/D1?from=2020-01-01&age=61'),
  page('document types, read only', 'auditeur', '/documents'),
  page('document types', 'drh', '/documents'),
  page('document type to make', 'admin', '/documents/nouveau'),
  page('document type', 'drh', '/documents/cni'),
  ['document type refused', 'drh', 422, (client) => client.post(`${place}/documents/cni?_method=PUT`, { label: '' })],
  page('grade to open', 'admin', '/grades/nouveau'),
  page('grade', 'drh', '/grades/A3'),
  page('grade, read only', 'auditeur', '/grades/A3'),
  [
    'grade that cannot be closed',
    'drh',
    422,
    (client) => client.post(`${place}/grades/A3/fermeture?_method=PUT`, { closedOn: '2035-01-01' }),
  ],
  page('échelons', 'admin', '/echelons/premiere'),
  page('years before a promotion', 'drh', '/promotions/A3'),
  page('grid', 'drh', '/grilles/A3'),
  ['age limit to come', 'drh', 200, coming],
  page('referentials to come', 'drh', ''),
]

async function coming(client: Client): Promise<Answer> {
  await client.post(`${place}/limites/D2`, { from: '2030-01-01', age: '61' })
  return client.get(`${place}/limites/D2`)
}
