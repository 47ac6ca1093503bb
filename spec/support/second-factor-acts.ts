import type { Act } from './acts'
import { codeNow, enrol, keyOn } from './authenticator'
import type { Client } from './client'
import { castPassword } from './ground'
import type { TestSite } from './site'

/** They end the other sessions of the account they are done to. */
export const secondFactorActs: Record<string, Act> = {
  'POST /connexion/second-facteur': {
    async ready(site) {
      const { codes } = await enrolled(site)
      const client = site.visitor()
      await client.post('/mppeep/connexion', { email: 'auditeur@mppeep.example', password: castPassword })
      return { client, path: '/connexion/second-facteur', fields: { code: codes[0]! } }
    },
    ...{ first: 303, again: 303 },
    leaves: {
      pending_sign_ins: -1,
      recovery_codes: 1,
      sessions: 1,
      activities: 2,
      outbox: 1,
      known_addresses: 1,
      known_devices: 1,
      sign_in_failures: 1,
    },
  },
  'POST /profil/second-facteur/cle': {
    async ready(site) {
      return { client: await unenrolled(site), path: '/profil/second-facteur/cle' }
    },
    ...{ first: 303, again: 303, leaves: { second_factors: 1 } },
  },
  'PUT /profil/second-facteur': {
    async ready(site) {
      const client = await unenrolled(site)
      await client.post('/mppeep/profil/second-facteur/cle', {})
      const page = await client.get('/mppeep/profil/second-facteur')
      return { client, path: '/profil/second-facteur', fields: { code: codeNow(keyOn(page.text)) } }
    },
    ...{ first: 200, again: 303 },
    leaves: { second_factors: 1, recovery_codes: 10, users: 1, sessions: 2, activities: 1, outbox: 1 },
  },
  'POST /profil/second-facteur/codes': {
    async ready(site) {
      const { client } = await enrolled(site)
      return { client, path: '/profil/second-facteur/codes', fields: { set: '1' } }
    },
    ...{ first: 200, again: 303 },
    leaves: { second_factors: 1, recovery_codes: 10, activities: 1, outbox: 1 },
  },
  'DELETE /profil/second-facteur': {
    ready: async (site) => ({ client: (await enrolled(site)).client, path: '/profil/second-facteur' }),
    ...{ first: 303, again: 303, stranger: ['drh', 403] },
    leaves: { second_factors: -1, recovery_codes: -10, users: 1, sessions: 2, activities: 1, outbox: 1 },
  },
}

/** Somebody whom nothing demands a second factor of, who has none, and no session but this one. */
async function unenrolled(site: TestSite): Promise<Client> {
  await site.sql`delete from recovery_codes`
  await site.sql`delete from second_factors`
  await site.sql`delete from sessions where user_id = (select id from users where email = 'auditeur@mppeep.example')`
  return site.as('auditeur')
}

async function enrolled(site: TestSite): Promise<{ client: Client; codes: string[] }> {
  const client = await unenrolled(site)
  const { codes } = await enrol(client)
  return { client, codes }
}
