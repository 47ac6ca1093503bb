import type { Act, Ready } from '../support/acts'
import type { TestSite } from '../support/site'

const place = '/referentiels/documents'
let made = 0

/** What is done to kinds of paper, each by its own right request, to a kind of its own. */
export const typeActs: Record<string, Act> = {
  'POST /referentiels/documents': {
    ready: async (site) => ({ client: await site.as('drh'), path: place, fields: named(`Essai ${letters()}`) }),
    ...{ first: 303, again: 303, leaves: { document_types: 1, activities: 1 }, stranger: ['gestionnaire', 403] },
  },
  'PUT /referentiels/documents/:code': {
    ready: (site) => toType(site, '', { ...named('Essai'), guard: 'health', version: '1' }),
    ...{ first: 303, again: 303, leaves: { document_types: 1, activities: 1 }, stranger: ['auditeur', 403] },
  },
  'PUT /referentiels/documents/:code/retrait': {
    ready: (site) => toType(site, '/retrait'),
    ...{ first: 303, again: 303, leaves: { document_types: 1, activities: 1 }, stranger: ['chef', 403] },
  },
  'DELETE /referentiels/documents/:code/retrait': {
    async ready(site) {
      const ready = await toType(site, '/retrait')
      await site.sql`update document_types set retired_on = current_date where code like 'essai%'`
      return ready
    },
    ...{ first: 303, again: 303, leaves: { document_types: 1, activities: 1 }, stranger: ['agent', 403] },
  },
  'DELETE /referentiels/documents/:code': {
    ready: (site) => toType(site, ''),
    ...{ first: 303, again: 404, leaves: { document_types: -1, activities: 1 }, stranger: ['daf', 403] },
  },
}

/** The form of a kind of paper as it is filled. */
export function named(label: string): Record<string, string> {
  return { label, guard: '', requiredA: 'oui', validityMonths: '12', alert30: 'oui' }
}

async function toType(site: TestSite, below: string, fields?: Record<string, string>): Promise<Ready> {
  const code = `essai_${letters()}`
  await site.sql`delete from document_types where label = 'Essai'`
  await site.sql`
    insert into document_types (code, label, rank) select ${code}, ${`Essai ${code}`}, max(rank) + 1 from document_types`
  return { client: await site.as('admin'), path: `${place}/${code}${below}`, fields }
}

function letters(): string {
  return String(++made).replaceAll(/\d/g, (digit) => 'abcdefghij'[Number(digit)]!)
}
