import type { Act } from '../support/acts'
import type { Client } from '../support/client'
import type { TestSite } from '../support/site'
import { ask, desk, idOf, multipart, pdf } from './hand'

const fields = { children: '8' }
const proof = { name: 'acte.pdf', bytes: pdf() }

/** What is asked, taken back and decided, each by its own right request. */
export const correctionActs: Record<string, Act> = {
  'POST /profil/corrections': {
    async ready(site) {
      await nothingAsked(site)
      return { client: await site.as('agent'), path: '/profil/corrections', ...(await multipart(fields, proof)) }
    },
    ...{ first: 303, again: 303, stranger: ['admin', 404] },
    // two are told
    leaves: { corrections: 1, open_corrections: 1, correction_proofs: 1, activities: 1, notifications: 2 },
  },
  'DELETE /profil/corrections/:id': {
    async ready(site) {
      const { client, id } = await asked(site)
      return { client, path: `/profil/corrections/${id}` }
    },
    ...{ first: 303, again: 303, stranger: ['chef', 404] },
    leaves: { corrections: 1, open_corrections: -1, correction_proofs: -1, activities: 1 },
  },
  'PUT /corrections/:id/acceptation': {
    async ready(site) {
      const { id } = await asked(site)
      const client = await site.as('gestionnaire')
      // who has read it is in the journal before it is decided
      const page = await client.get(`${desk}/${id}`)
      const version = /name="version" value="(\d+)"/.exec(page.text)?.[1] ?? ''
      return { client, path: `/corrections/${id}/acceptation`, fields: { version } }
    },
    ...{ first: 303, again: 303, stranger: ['chef', 403] },
    leaves: { corrections: 1, open_corrections: -1, personnel: 1, activities: 2, notifications: 1, outbox: 1 },
  },
  'PUT /corrections/:id/refus': {
    async ready(site) {
      const { id } = await asked(site)
      const client = await site.as('gestionnaire')
      await client.get(`${desk}/${id}`)
      return { client, path: `/corrections/${id}/refus`, fields: { reason: 'Justificatif illisible' } }
    },
    ...{ first: 303, again: 303, stranger: ['agent', 403] },
    leaves: { corrections: 1, open_corrections: -1, activities: 1, notifications: 1, outbox: 1 },
  },
}

async function asked(site: TestSite): Promise<{ client: Client; id: string }> {
  await nothingAsked(site)
  const client = await site.as('agent')
  return { client, id: idOf(await ask(client, fields, proof)) }
}

/** The agent waits for nothing, and has fewer children than is asked. */
async function nothingAsked(site: TestSite): Promise<void> {
  await site.sql`delete from corrections`
  await site.sql`delete from correction_proofs`
  await site.sql`delete from kept_files`
  await site.sql`
    update personnel set children = 1 where id = (select person_id from users where email = 'agent@mppeep.example')`
}
