import { createHash, randomUUID } from 'node:crypto'
import type { Act } from './acts'
import type { Client } from './client'
import { castPassword } from './ground'
import type { TestSite } from './site'

/** What can be done to the sessions of one's own account. */
export const deviceActs: Record<string, Act> = {
  'PUT /profil/appareils/preuve': {
    async ready(site) {
      const client = await site.as('agent')
      await ageProof(site, client)
      return { client, path: '/profil/appareils/preuve', fields: { proof: castPassword } }
    },
    ...{ first: 303, again: 303, leaves: { sessions: 1, known_addresses: 1, sign_in_failures: 1 } },
  },
  'DELETE /profil/appareils': {
    ready: async (site) => ({ client: (await twoBrowsers(site)).client, path: '/profil/appareils' }),
    ...{ first: 303, again: 303, leaves: { sessions: -1, activities: 1 } },
  },
  'DELETE /profil/appareils/:id': {
    async ready(site) {
      const { client, other } = await twoBrowsers(site)
      return { client, path: `/profil/appareils/${other}` }
    },
    ...{ first: 303, again: 404, leaves: { sessions: -1, activities: 1 }, stranger: ['chef', 404] },
  },
}

/** A browser in which this account was opened before: nobody is written to about it. */
export async function knowDevice(site: TestSite, client: Client, email: string): Promise<void> {
  client.cookies.set('appareil', 'A'.repeat(22))
  const hash = createHash('sha256').update('A'.repeat(22)).digest('hex')
  await site.sql`
    insert into known_devices (user_id, token_hash) select id, ${hash} from users where email = ${email} on conflict do nothing`
}

/** This browser has not shown the password for an hour. */
export async function ageProof(site: TestSite, client: Client): Promise<void> {
  await site.sql`update sessions set proved_at = now() - interval '1 hour' where id = ${idOf(client)}`
}

/** Somebody new who is signed in twice, and the other of both. */
async function twoBrowsers(site: TestSite): Promise<{ client: Client; other: string }> {
  const email = `${randomUUID()}@mppeep.example` as const
  await site.sql`insert into users (email, name) values (${email}, 'Personne à deux navigateurs')`
  const [client, second] = [await site.as(email), await site.as(email)]
  const [row] = await site.sql<[{ id: string }]>`select sign_in_id as id from sessions where id = ${idOf(second)}`
  return { client, other: row.id }
}

function idOf(client: Client): string {
  return createHash('sha256').update(client.cookies.get('session_id')!).digest('hex')
}
