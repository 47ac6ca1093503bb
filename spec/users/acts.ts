import { createHash, randomUUID } from 'node:crypto'
import type { Act } from '../support/acts'
import { castPassword } from '../support/ground'
import type { TestSite } from '../support/site'

const year = new Date().getUTCFullYear()
let made = 0

/** What is done to accounts, each by its own right request. */
export const userActs: Record<string, Act> = {
  'POST /utilisateurs': {
    async ready(site) {
      const [person] = await site.sql<[{ id: string }]>`
        select id from personnel
        where left_on is null and id not in (select person_id from users where person_id is not null) limit 1`
      const fields = { person: person.id, email: `nouveau${++made}@mppeep.example` }
      return { client: await site.as('drh'), path: '/utilisateurs', fields }
    },
    ...{ first: 303, again: 303, stranger: ['gestionnaire', 403] },
    leaves: { users: 1, user_roles: 1, invitations: 1, activities: 2, outbox: 1 },
  },
  'POST /utilisateurs/:id/invitations': {
    ready: async (site) => ({
      client: await site.as('admin'),
      path: `/utilisateurs/${await account(site)}/invitations`,
    }),
    ...{ first: 303, again: 303, leaves: { invitations: 1, activities: 1, outbox: 1 }, stranger: ['auditeur', 403] },
  },
  'PUT /utilisateurs/:id/desactivation': {
    ready: async (site) => ({
      client: await site.as('admin'),
      path: `/utilisateurs/${await account(site)}/desactivation`,
      fields: { reason: 'Essai' },
    }),
    ...{ first: 303, again: 303, leaves: { users: 1, activities: 1, outbox: 1 }, stranger: ['drh', 403] },
  },
  'DELETE /utilisateurs/:id/desactivation': {
    async ready(site) {
      const id = await account(site)
      await site.sql`update users set disabled_at = now() where id = ${id}`
      return { client: await site.as('admin'), path: `/utilisateurs/${id}/desactivation` }
    },
    ...{ first: 303, again: 303, leaves: { users: 1, activities: 1, outbox: 1 }, stranger: ['auditeur', 403] },
  },
  'DELETE /utilisateurs/:id/second-facteur': {
    async ready(site) {
      const id = await account(site)
      await site.sql`
        insert into second_factors (user_id, secret, confirmed_at) values (${id}, ${Buffer.alloc(64, 7)}, now())`
      await site.sql`
        insert into recovery_codes (user_id, code_hash)
        values (${id}, ${createHash('sha256').update(id).digest('hex')})`
      return { client: await site.as('admin'), path: `/utilisateurs/${id}/second-facteur` }
    },
    ...{ first: 303, again: 303, stranger: ['drh', 403] },
    leaves: { users: 1, second_factors: -1, recovery_codes: -1, activities: 1, outbox: 1 },
  },
  'DELETE /utilisateurs/:id/blocage': {
    async ready(site) {
      const id = await account(site)
      await site.sql`
        insert into sign_in_failures (email_hash, failures, last_at, blocked_until)
        select sha256(convert_to(email, 'UTF8')), 12, now(), now() + interval '5 minutes' from users where id = ${id}`
      return { client: await site.as('admin'), path: `/utilisateurs/${id}/blocage` }
    },
    ...{ first: 303, again: 303, leaves: { sign_in_failures: -1, activities: 1 }, stranger: ['drh', 403] },
  },
  'DELETE /utilisateurs/:id/sessions': {
    async ready(site) {
      const id = await account(site)
      await site.sql`
        insert into sessions (id, user_id, expires_at) values (${createHash('sha256').update(id).digest('hex')}, ${id}, now() + interval '1 hour')`
      return { client: await site.as('admin'), path: `/utilisateurs/${id}/sessions` }
    },
    ...{ first: 303, again: 303, leaves: { sessions: -1, activities: 1 }, stranger: ['auditeur', 403] },
  },
  'POST /utilisateurs/:id/roles': {
    ready: async (site) => ({
      client: await site.as('admin'),
      path: `/utilisateurs/${await account(site)}/roles`,
      fields: { role: 'daf', unit: '', startsOn: '', endsOn: '' },
    }),
    ...{ first: 303, again: 303, stranger: ['drh', 403] },
    leaves: { users: 1, user_roles: 1, activities: 1, outbox: 1 },
  },
  'PUT /utilisateurs/:id/roles/:role': {
    ready: async (site) => ({
      client: await site.as('admin'),
      path: await role(site),
      fields: { startsOn: '', endsOn: `${year + 1}-12-31` },
    }),
    ...{ first: 303, again: 303, stranger: ['drh', 403] },
    leaves: { users: 1, user_roles: 1, activities: 1, outbox: 1 },
  },
  'DELETE /utilisateurs/:id/roles/:role': {
    ready: async (site) => ({ client: await site.as('admin'), path: await role(site) }),
    ...{ first: 303, again: 303, stranger: ['drh', 403] },
    leaves: { users: 1, user_roles: -1, activities: 1, outbox: 1 },
  },
  'POST /bienvenue/:token/solidite': {
    ready: async (site) => ({
      client: site.visitor(),
      path: `/bienvenue/${await invitation(site)}/solidite`,
      fields: { password: castPassword },
    }),
    ...{ first: 200, again: 200, leaves: {} },
  },
  'POST /bienvenue/:token': {
    async ready(site) {
      const fields = { password: castPassword, again: castPassword }
      return { client: site.visitor(), path: `/bienvenue/${await invitation(site)}`, fields }
    },
    ...{ first: 303, again: 404, leaves: { users: 1, invitations: 1, activities: 1 } },
  },
}

/** The token of a link that was sent to somebody new. */
async function invitation(site: TestSite): Promise<string> {
  const token = randomUUID()
  await site.sql`
    insert into invitations (token_hash, user_id, expires_at)
    values (${createHash('sha256').update(token).digest('hex')}, ${await account(site)}, now() + interval '1 hour')`
  return token
}

/** An account that nobody has signed into. */
async function account(site: TestSite): Promise<string> {
  const [row] = await site.sql<[{ id: string }]>`
    insert into users (email, name) values (${`compte${++made}@mppeep.example`}, 'Quelqu’un') returning id`
  return row.id
}

/** The address of a role that somebody holds. */
async function role(site: TestSite): Promise<string> {
  const id = await account(site)
  const [held] = await site.sql<[{ id: string }]>`
    insert into user_roles (user_id, role) values (${id}, 'daf') returning id`
  return `/utilisateurs/${id}/roles/${held.id}`
}
