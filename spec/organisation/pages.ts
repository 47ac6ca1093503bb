import type { Role } from '../../src/actor'
import type { Answer, Client } from '../support/client'

type Page = [name: string, role: Role | null, status: number, ask: (client: Client) => Promise<Answer>]

const place = '/mppeep/organisation'
const page = (name: string, role: Role, path: string): Page => [name, role, 200, (client) => client.get(place + path)]

/** Every page about the chart of the units. */
export const organisationPages: Page[] = [
  page('organisation', 'drh', ''),
  page('organisation of a chief', 'chef', ''),
  page('organisation, looked for', 'auditeur', '?q=etat'),
  page('organisation, nothing found', 'invite', '?q=zzzz'),
  page('chart', 'drh', '/organigramme'),
  page('chart of a part', 'admin', '/organigramme?unite=DGPE&niveaux=1&plis=DGPE-ENTREPRISES'),
  page('vacant posts', 'drh', '/postes-vacants'),
  page('unit', 'admin', '/unites/DSI'),
  page('unit, read only', 'chef', '/unites/DSI'),
  page('unit to create', 'drh', '/unites/nouvelle?parent=DSI'),
  ['unit refused', 'drh', 422, (client) => client.post(`${place}/unites`, {})],
  page('unit to change', 'drh', '/unites/DSI/modification'),
  page('chief to look for', 'drh', '/unites/DSI/chef?q=kon'),
  ['chief to name', 'drh', 200, chosen],
  page('move, what follows', 'drh', '/unites/DSI-RESEAUX/deplacement?vers=DAF'),
  page('move that cannot be', 'drh', '/unites/DSI/deplacement?vers=DSI-RESEAUX'),
  page('merge, what follows', 'drh', '/unites/DSI/fusion?vers=DAF'),
  page('unit in use to close', 'drh', '/unites/DSI/fermeture'),
  ['unit never used', 'drh', 200, empty],
  ['unit to end, shown', 'drh', 200, toEnd],
  page('unit to end, given up', 'drh', '/unites/VIDE/fermeture'),
  ['unit closed', 'drh', 200, closed],
]

async function chosen(client: Client): Promise<Answer> {
  const found = await client.get(`${place}/unites/DSI/chef?q=kon`)
  return client.get(/href="(\/mppeep\/organisation\/unites\/DSI\/chef\?personne=[0-9a-f-]{36})"/.exec(found.text)![1]!)
}

async function empty(client: Client): Promise<Answer> {
  const fields = {
    code: 'VIDE',
    name: 'Service vide',
    kind: 'service',
    parent: 'DSI',
    openedOn: '2026-01-05',
    rank: '',
  }
  await client.post(`${place}/unites`, fields)
  return client.get(`${place}/unites/VIDE/fermeture`)
}

async function toEnd(client: Client): Promise<Answer> {
  await client.post(`${place}/unites/VIDE/fermeture?_method=PUT`, { closedOn: '2035-01-01', version: '1' })
  return client.get(`${place}/unites/VIDE`)
}

async function closed(client: Client): Promise<Answer> {
  const merged = { vers: 'DAF', on: '2026-02-02', decisionNumber: '', version: '1' }
  await client.post(`${place}/unites/VIDE/fusion?_method=PUT`, merged)
  return client.get(`${place}/unites/VIDE`)
}
