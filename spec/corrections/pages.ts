import type { Role } from '../../src/actor'
import type { Answer, Client } from '../support/client'
import { act, ask, desk, idOf, own, pdf } from './hand'

type Page = [name: string, role: Role | null, status: number, ask: (client: Client) => Promise<Answer>]

const proof = { name: 'acte de naissance.pdf', bytes: pdf() }
const large = { name: 'acte.pdf', bytes: Buffer.alloc(11 * 1_048_576, '%') }
let id = ''

/** Every page about corrections, as those who ask and those who decide see it, in this order. */
export const correctionPages: Page[] = [
  ['corrections of one’s own, none', 'daf', 200, (client) => client.get(own)],
  ['correction to ask', 'chef', 200, (client) => client.get(`${own}/nouvelle`)],
  ['correction refused', 'chef', 422, (client) => ask(client, { children: '99', phone: '12' })],
  ['correction refused, its file kept', 'chef', 422, (client) => ask(client, { children: '99' }, proof)],
  ['correction with too large a file', 'chef', 413, (client) => ask(client, { children: '3' }, large)],
  [
    'correction asked',
    'chef',
    200,
    async (client) => {
      id = idOf(await ask(client, { phone: '07 00 00 88 99', children: '7', note: 'Naissance du 3 mars.' }, proof))
      return client.get(`${own}/${id}`)
    },
  ],
  ['correction to ask while one waits', 'chef', 200, (client) => client.get(`${own}/nouvelle`)],
  ['corrections to decide', 'gestionnaire', 200, (client) => client.get(desk)],
  ['correction to decide', 'gestionnaire', 200, (client) => client.get(`${desk}/${id}`)],
  ['correction accepted blindly', 'gestionnaire', 409, (client) => act(client, id, 'acceptation', { version: '999' })],
  ['correction refused without a reason', 'gestionnaire', 422, (client) => act(client, id, 'refus', { reason: '' })],
  [
    'correction decided',
    'gestionnaire',
    200,
    async (client) => {
      await act(client, id, 'refus', { reason: 'Le justificatif est illisible.' })
      return client.get(`${desk}/${id}`)
    },
  ],
  ['corrections decided', 'drh', 200, (client) => client.get(`${desk}?etat=toutes`)],
  ['corrections to decide, none', 'drh', 200, (client) => client.get(desk)],
  ['corrections of one’s own', 'chef', 200, (client) => client.get(own)],
]
