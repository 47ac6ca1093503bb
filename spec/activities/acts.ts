import type { Act } from '../support/acts'
import { ageProof } from '../support/device-acts'
import { castPassword } from '../support/ground'

/** What can be done with the journal. */
export const journalActs: Record<string, Act> = {
  'POST /journal/export': {
    async ready(site) {
      const client = await site.as('auditeur')
      await ageProof(site, client)
      return { client, path: '/journal/export', fields: { proof: castPassword } }
    },
    ...{ first: 303, again: 303, leaves: { sessions: 1, known_addresses: 1, sign_in_failures: 1 } },
  },
}
