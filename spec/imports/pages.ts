import { expect, vi } from 'vitest'
import type { Role } from '../../src/actor'
import type { Answer, Client } from '../support/client'
import { columnsIn, file, line, place, send, startWork } from './hand'

type Page = [name: string, role: Role | null, status: number, ask: (client: Client) => Promise<Answer>]

let page = ''
let known = ''

/** Every page of an import, in this order. */
export const importPages: Page[] = [
  ['imports, none', 'gestionnaire', 200, (client) => client.get(place)],
  ['import refused', 'gestionnaire', 415, (client) => client.post(place, {})],
  [
    'import, columns',
    'gestionnaire',
    200,
    async (client) => {
      page = await send(client, { name: 'agents.csv', bytes: 'Mle;Nom;Truc\n981001A;Koné;x\n981002B;Yao;=1+1\n' })
      return client.get(page)
    },
  ],
  ['import, columns refused', 'gestionnaire', 422, (client) => client.post(`${page}/colonnes?_method=PUT`, {})],
  ['import, reading refused', 'gestionnaire', 422, (client) => client.post(`${page}/lecture?_method=PUT`, {})],
  [
    'import, waiting',
    'gestionnaire',
    200,
    async (client) => {
      await client.post(`${page}/colonnes?_method=PUT`, { c0: 'matricule', c1: 'lastName', c2: '', mode: 'both' })
      return client.get(page)
    },
  ],
  [
    'import, checked',
    'gestionnaire',
    200,
    async (client) => {
      known = await send(client, file([line('981003C'), line('981004D', { 4: '31/02/1990', 5: 'x'.repeat(120) })]))
      await client.post(`${known}/colonnes?_method=PUT`, columnsIn(await client.get(known)))
      return worked(client)
    },
  ],
  ['import, some errors', 'gestionnaire', 200, (client) => client.get(`${known}?champ=birthDate`)],
  ['import, people', 'gestionnaire', 200, (client) => client.get(`${known}?lignes=creer`)],
  ['import, not applied', 'gestionnaire', 422, (client) => client.post(`${known}/application?_method=PUT`, {})],
  [
    'import, applied',
    'gestionnaire',
    200,
    async (client) => {
      await client.post(`${known}/application?_method=PUT`, { partiel: 'oui' })
      return worked(client)
    },
  ],
  [
    'import, undone',
    'gestionnaire',
    200,
    async (client) => {
      await client.post(`${known}/application?_method=DELETE`, {})
      return worked(client)
    },
  ],
  ['import, nobody kept', 'gestionnaire', 200, (client) => client.get(`${known}?lignes=gardees`)],
  ['imports', 'gestionnaire', 200, (client) => client.get(place)],
]

/** The page of an import once its work is done. */
async function worked(client: Client): Promise<Answer> {
  const runner = await startWork()
  try {
    const page = async () => {
      const answer = await client.get(known)
      expect(answer.text).not.toContain('Arrêter')
      return answer
    }
    return await vi.waitFor(page, { timeout: 60_000, interval: 50 })
  } finally {
    await runner.stop()
  }
}
