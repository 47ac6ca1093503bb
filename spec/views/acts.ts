import type { Act, Ready } from '../support/acts'
import type { TestSite } from '../support/site'

const place = '/personnel/vues'
let made = 0

/** What is done to views, each to a view of its own. */
export const viewActs: Record<string, Act> = {
  'POST /personnel/vues': {
    ready: async (site) => ({ client: await site.as('drh'), path: place, fields: fieldsOf(++made) }),
    ...{ first: 303, again: 303, leaves: { views: 1, activities: 1 }, stranger: ['agent', 403] },
  },
  'PUT /personnel/vues/:id': {
    ready: (site) => toView(site, '', { name: `Renommée ${++made}`, shared: 'rh', version: '1' }),
    ...{ first: 303, again: 303, leaves: { views: 1, activities: 1 }, stranger: ['gestionnaire', 404] },
  },
  'PUT /personnel/vues/:id/defaut': {
    ready: (site) => toView(site, '/defaut', {}),
    ...{ first: 303, again: 303, leaves: { users: 1 }, stranger: ['gestionnaire', 404] },
  },
  'DELETE /personnel/vues/defaut': {
    async ready(site) {
      const { client, path } = await toView(site, '', {})
      await client.post(`/mppeep${path}/defaut?_method=PUT`, {})
      return { client, path: `${place}/defaut`, fields: {} }
    },
    ...{ first: 303, again: 303, leaves: { users: 1 } },
  },
  'DELETE /personnel/vues/:id/partage': {
    async ready(site) {
      const { path } = await toView(site, '', {}, 'gestionnaire', 'chef')
      return { client: await site.as('drh'), path: `${path}/partage` }
    },
    ...{ first: 303, again: 404, leaves: { views: 1, activities: 1 }, stranger: ['gestionnaire', 403] },
  },
  'DELETE /personnel/vues/:id': {
    ready: (site) => toView(site, '', {}),
    ...{ first: 303, again: 404, leaves: { views: -1, activities: 1 }, stranger: ['gestionnaire', 404] },
  },
}

function fieldsOf(n: number) {
  return { name: `Vue ${n}`, query: `categorie=A&age_min=${n}`, shared: '' }
}

async function toView(
  site: TestSite,
  below: string,
  fields: Record<string, string>,
  owner: 'drh' | 'gestionnaire' = 'drh',
  shared = '',
): Promise<Ready> {
  const client = await site.as(owner)
  const { name, query } = fieldsOf(++made)
  await client.post(`/mppeep${place}`, { name, query, shared })
  const [view] = await site.sql<[{ id: string }]>`select id from views where name = ${name}`
  return { client, path: `${place}/${view.id}${below}`, fields }
}
