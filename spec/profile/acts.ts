import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { Act } from '../support/acts'
import type { Client } from '../support/client'
import { castPassword } from '../support/ground'
import type { TestSite } from '../support/site'

const password = 'encore une phrase toute neuve'
const chosen = { password, again: password }

/** What is done to one's own account, and by whom has forgotten its password. */
export const profileActs: Record<string, Act> = {
  'POST /mot-de-passe-oublie': {
    async ready(site) {
      const { email } = await somebody(site)
      return { client: site.visitor(), path: '/mot-de-passe-oublie', fields: { email } }
    },
    // five in an hour, whoever it is
    ...{ first: 303, again: 303, last: [429, {}], leaves: {}, each: { outbox: 1 } },
  },
  'POST /mot-de-passe/:token': {
    async ready(site) {
      const { email } = await somebody(site)
      return { client: site.visitor(), path: `/mot-de-passe/${await link(site, email)}`, fields: chosen }
    },
    ...{ first: 303, again: 404, leaves: { users: 1, account_links: 1, sessions: -1, activities: 1, outbox: 1 } },
  },
  'POST /mot-de-passe/:token/solidite': {
    async ready(site) {
      const { email } = await somebody(site)
      return { client: site.visitor(), path: `/mot-de-passe/${await link(site, email)}/solidite`, fields: { password } }
    },
    ...{ first: 200, again: 200, leaves: {} },
  },
  'PUT /profil/mot-de-passe': {
    async ready(site) {
      const { client } = await somebody(site)
      return { client, path: '/profil/mot-de-passe', fields: { current: castPassword, ...chosen, others: 'oui' } }
    },
    ...{ first: 303, again: 409 },
    // the password that it gives is none any more
    last: [422, { activities: 1, sign_in_failures: 1 }],
    // a right password is a success, and the session goes on under another id
    leaves: { users: 1, sessions: 2, activities: 1, outbox: 1, known_addresses: 1, sign_in_failures: 1 },
  },
  'POST /profil/adresse': {
    async ready(site) {
      const { client } = await somebody(site)
      return { client, path: '/profil/adresse', fields: { email: `${randomUUID()}@mppeep.example` } }
    },
    ...{ first: 303, again: 303, last: [429, {}], leaves: {}, each: { account_links: 1, activities: 1, outbox: 2 } },
  },
  'POST /profil/adresse/:token': {
    async ready(site) {
      const { client, email } = await somebody(site)
      const token = await link(site, email, `${randomUUID()}@mppeep.example`)
      return { client, path: `/profil/adresse/${token}` }
    },
    ...{ first: 303, again: 404, stranger: ['chef', 404] },
    leaves: { users: 1, account_links: 1, activities: 1, outbox: 1 },
  },
  'PUT /profil/preferences': {
    async ready(site) {
      const { client } = await somebody(site)
      const fields = { theme: 'sombre', density: 'compacte', formats: 'iso' }
      return { client, path: '/profil/preferences', fields }
    },
    ...{ first: 303, again: 303, leaves: { users: 1 } },
  },
  'POST /solidite': {
    ready: async (site) => ({ client: site.visitor(), path: '/solidite', fields: { password } }),
    ...{ first: 200, again: 200, leaves: {} },
  },
}

/** Somebody new who is signed in, with the password of the cast. */
async function somebody(site: TestSite): Promise<{ client: Client; email: string }> {
  const email = `${randomUUID()}@mppeep.example` as const
  await site.sql`
    insert into users (email, name, password_hash)
    select ${email}, 'Quelqu’un', password_hash from users where email = 'agent@mppeep.example'`
  return { client: await site.as(email), email }
}

/** A link that was sent to them: to choose a password, or to confirm an address. */
async function link(site: TestSite, email: string, address: string | null = null): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  await site.sql`
    insert into account_links (token_hash, user_id, kind, email, expires_at)
    select ${createHash('sha256').update(token).digest('hex')}, id, ${address ? 'email' : 'recovery'}, ${address},
      now() + interval '1 hour'
    from users where email = ${email}`
  return token
}
