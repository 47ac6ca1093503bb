import type { Role } from '../../src/actor'
import type { Answer, Client } from '../support/client'

type Page = [name: string, role: Role, status: number, ask: (client: Client) => Promise<Answer>]

const page = (name: string, role: Role, query: string): Page => [
  name,
  role,
  200,
  (client) => client.get(`/mppeep/recherche${query}`),
]

/** The page of the search box. */
export const searchPages: Page[] = [
  page('search, without words', 'drh', ''),
  page('search of people', 'chef', '?q=ko'),
  page('search of pages', 'admin', '?q=compte'),
  page('search that finds nothing', 'agent', '?q=zzzz'),
]
