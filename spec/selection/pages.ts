import type { Role } from '../../src/actor'
import type { Answer, Client } from '../support/client'

type Page = [name: string, role: Role, status: number, ask: (client: Client) => Promise<Answer>]

const place = '/mppeep/personnel/selection'

/** People chosen in the list. */
export const selectionPages: Page[] = [
  ['selection', 'chef', 200, (client) => client.get(`${place}?tout=1&categorie=A`)],
  ['selection with none ticked', 'drh', 200, (client) => client.get(`${place}?unite=DSI`)],
  ['selection of nobody', 'drh', 200, (client) => client.get(`${place}?tout=1&q=zzzz`)],
  ['selection to decide of', 'drh', 200, (client) => client.get(`${place}?tout=1&categorie=A&unite=DSI`)],
]
