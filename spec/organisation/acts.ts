import type { Act, Ready } from '../support/acts'
import type { TestSite } from '../support/site'

const today = new Date().toISOString().slice(0, 10)
const once = { units: 1, activities: 1 }
let made = 0

/** What is done to units, each by its own right request, to a unit of its own. */
export const organisationActs: Record<string, Act> = {
  'POST /organisation/unites': {
    ready: async (site) => ({
      client: await site.as('drh'),
      path: '/organisation/unites',
      fields: {
        code: `ESSAI-N${++made}`,
        name: 'Service nouveau',
        kind: 'service',
        parent: 'DSI',
        openedOn: '',
        rank: '',
      },
    }),
    ...{ first: 303, again: 303, leaves: once, stranger: ['gestionnaire', 403] },
  },
  'PUT /organisation/unites/:code': {
    ready: (site) => toUnit(site, '', { name: 'Service changé', kind: 'service', rank: '3', version: '1' }),
    ...{ first: 303, again: 303, leaves: once, stranger: ['chef', 403] },
  },
  'DELETE /organisation/unites/:code': {
    ready: (site) => toUnit(site, ''),
    ...{ first: 303, again: 404, leaves: { units: -1, activities: 1 }, stranger: ['auditeur', 403] },
  },
  'PUT /organisation/unites/:code/chef': {
    ready: async (site) => toUnit(site, '/chef', { person: await somebody(site), version: '1' }),
    ...{ first: 303, again: 303, leaves: once, stranger: ['daf', 403] },
  },
  'DELETE /organisation/unites/:code/chef': {
    async ready(site) {
      const ready = await toUnit(site, '/chef')
      await site.sql`update units set chief_id = ${await somebody(site)} where code = ${codeOf(ready)}`
      return ready
    },
    ...{ first: 303, again: 303, leaves: once, stranger: ['invite', 403] },
  },
  'PUT /organisation/unites/:code/deplacement': {
    ready: (site) => toUnit(site, '/deplacement', { vers: 'DAF', version: '1' }),
    ...{ first: 303, again: 303, leaves: once, stranger: ['gestionnaire', 403] },
  },
  'PUT /organisation/unites/:code/fusion': {
    ready: (site) => toUnit(site, '/fusion', { vers: 'DAF', on: today, decisionNumber: '', version: '1' }),
    ...{ first: 303, again: 303, leaves: once, stranger: ['gestionnaire', 403] },
  },
  'PUT /organisation/unites/:code/fermeture': {
    ready: (site) => toUnit(site, '/fermeture', { closedOn: today, version: '1' }),
    ...{ first: 303, again: 303, leaves: once, stranger: ['agent', 403] },
  },
  'DELETE /organisation/unites/:code/fin': {
    async ready(site) {
      const ready = await toUnit(site, '/fin')
      await site.sql`insert into unit_ends (unit_id, on_day) select id, current_date + 9 from units where code = ${codeOf(ready)}`
      return ready
    },
    ...{ first: 303, again: 303, leaves: { unit_ends: -1, activities: 1 }, stranger: ['gestionnaire', 403] },
  },
  'DELETE /organisation/unites/:code/fermeture': {
    async ready(site) {
      const ready = await toUnit(site, '/fermeture')
      await site.sql`update units set closed_on = current_date where code = ${codeOf(ready)}`
      return ready
    },
    ...{ first: 303, again: 303, leaves: once, stranger: ['auditeur', 403] },
  },
}

/** An empty unit of the DSI, of which this is asked. */
async function toUnit(site: TestSite, below: string, fields?: Record<string, string>): Promise<Ready> {
  const code = `ESSAI-${++made}`
  await site.sql`
    insert into units (code, name, kind, parent_id)
    select ${code}, ${`Service d’essai ${made}`}, 'service', id from units where code = 'DSI'`
  return { client: await site.as('admin'), path: `/organisation/unites/${code}${below}`, fields }
}

function codeOf({ path }: Ready): string {
  return path.split('/')[3]!
}

/** In office, without an account: nobody is told. */
async function somebody(site: TestSite): Promise<string> {
  const [row] = await site.sql<[{ id: string }]>`
    select id from personnel where left_on is null and position = 'en_activite' and started_on <= current_date
      and id not in (select person_id from users where person_id is not null) limit 1`
  return row.id
}
