import type { Act, Ready } from '../support/acts'
import type { TestSite } from '../support/site'

const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)

/** A period opened, and one withdrawn before it begins. */
export const gradeActs: Record<string, Act> = {
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
