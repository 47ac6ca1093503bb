import { somebody } from '../acts/hand'
import type { Act } from '../support/acts'

/** What is done with exports, each by its own right request. */
export const exportActs: Record<string, Act> = {
  'POST /exports': {
    async ready(site) {
      await site.sql`delete from outbox where kind = 'export'`
      const fields = { liste: 'dossier', format: 'zip', personne: await somebody(site) }
      return { client: await site.as('drh'), path: '/exports', fields }
    },
    ...{ first: 303, again: 303, leaves: { outbox: 1, exports: 1 }, stranger: ['agent', 404] },
  },
  'POST /exports/:id/annulation': {
    async ready(site) {
      await site.sql`delete from outbox where kind = 'export'`
      const client = await site.as('drh')
      const asked = await client.post('/mppeep/exports', { liste: 'etat', format: 'pdf' })
      return { client, path: `${asked.headers.location?.replace('/mppeep', '')}/annulation` }
    },
    ...{ first: 303, again: 409, leaves: { outbox: 1 }, stranger: ['auditeur', 404] },
  },
}
