import type { Act, Ready } from '../support/acts'
import type { TestSite } from '../support/site'
import { typeActs } from './type-acts'

const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)

// fourteen make room above D1
const lowest = { grades: 15, retirement_limits: 1, activities: 1 }
let made = 0

/** A period opened, one withdrawn before it begins, and kinds of paper. */
export const gradeActs: Record<string, Act> = {
  ...typeActs,
  'POST /referentiels/grades': {
    ready: async (site) => ({
      client: await site.as('drh'),
      path: '/referentiels/grades',
      fields: { code: `E${++made}`, category: 'D', above: 'D1', openedOn: tomorrow, age: '60' },
    }),
    ...{ first: 303, again: 303, leaves: lowest, stranger: ['gestionnaire', 403] },
  },
  'PUT /referentiels/grades/:code/fermeture': {
    ready: (site) => toGrade(site, null, { closedOn: tomorrow }),
    ...{ first: 303, again: 303, leaves: { grades: 1, activities: 1 }, stranger: ['auditeur', 403] },
  },
  'DELETE /referentiels/grades/:code/fermeture': {
    ready: (site) => toGrade(site, tomorrow),
    ...{ first: 303, again: 303, leaves: { grades: 1, activities: 1 }, stranger: ['chef', 403] },
  },
  'POST /referentiels/:table/:key': {
    ready: (site) => toLimit(site, '', { from: tomorrow, age: '66' }),
    ...{ first: 303, again: 303, leaves: { retirement_limits: 1, activities: 1 }, stranger: ['gestionnaire', 403] },
  },
  'DELETE /referentiels/:table/:key/:from': {
    async ready(site) {
      const ready = await toLimit(site, `/${tomorrow}`)
      await site.sql`insert into retirement_limits (grade, valid_from, age) values ('A4', ${tomorrow}, 66)`
      return ready
    },
    ...{ first: 303, again: 404, leaves: { retirement_limits: -1, activities: 1 }, stranger: ['auditeur', 403] },
  },
}

async function toLimit(site: TestSite, below: string, fields?: Record<string, string>): Promise<Ready> {
  await site.sql`delete from retirement_limits where valid_from > current_date`
  return { client: await site.as('drh'), path: `/referentiels/limites/A4${below}`, fields }
}

/** A grade that nobody has. */
async function toGrade(site: TestSite, closedOn: string | null, fields?: Record<string, string>): Promise<Ready> {
  const code = `F${++made}`
  await site.sql`
    insert into grades (code, category, rank, closed_on) select ${code}, 'D', max(rank) + 1, ${closedOn} from grades`
  return { client: await site.as('drh'), path: `/referentiels/grades/${code}/fermeture`, fields }
}
