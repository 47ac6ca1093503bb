import { pdf } from '../corrections/hand'
import type { Act } from '../support/acts'
import type { TestSite } from '../support/site'
import { lastOf, multipart, personOf, sendForm } from './hand'

let papers = 0
const paper = () => ({ name: 'pièce.pdf', bytes: pdf({ extra: `% ${++papers}\n` }) })

async function added(site: TestSite): Promise<string> {
  const person = await personOf(site, 'DAJ')
  await sendForm(await site.as('gestionnaire'), `/personnel/${person}/documents`, { type: 'certificat' }, paper())
  return lastOf(site, person)
}

async function face(): Promise<Buffer> {
  const { default: sharp } = await import('sharp')
  return sharp({ create: { width: 300, height: 400, channels: 3, background: '#a16207' } })
    .png()
    .toBuffer()
}

/** What is added, replaced and taken out of a file, each by its own right request. */
export const documentActs: Record<string, Act> = {
  'POST /personnel/:id/documents': {
    async ready(site) {
      const path = `/personnel/${await personOf(site, 'DAJ')}/documents`
      return { client: await site.as('gestionnaire'), path, ...(await multipart({ type: 'certificat' }, paper())) }
    },
    ...{ first: 303, again: 303, stranger: ['daf', 403], leaves: { documents: 1, files: 1, activities: 1 } },
  },
  'POST /documents/:id/versions': {
    async ready(site) {
      const path = `/documents/${await added(site)}/versions`
      return { client: await site.as('gestionnaire'), path, ...(await multipart({}, paper())) }
    },
    ...{ first: 303, again: 303, stranger: ['chef', 403], leaves: { documents: 2, files: 1, activities: 1 } },
  },
  'DELETE /documents/:id': {
    async ready(site) {
      const path = `/documents/${await added(site)}`
      return { client: await site.as('gestionnaire'), path, fields: { reason: 'Document d’un homonyme' } }
    },
    ...{ first: 303, again: 303, stranger: ['agent', 403], leaves: { documents: 1, activities: 1 } },
  },
  'POST /personnel/:id/photo': {
    async ready(site) {
      await site.sql`delete from photos`
      const path = `/personnel/${await personOf(site, 'DAJ')}/photo`
      const sent = await multipart({}, { name: 'photo.png', bytes: await face() }, 'photo')
      return { client: await site.as('gestionnaire'), path, ...sent }
    },
    ...{ first: 303, again: 303, stranger: ['auditeur', 403], leaves: { photos: 2, activities: 1 } },
  },
  'DELETE /personnel/:id/photo': {
    async ready(site) {
      await site.sql`delete from photos`
      const client = await site.as('gestionnaire')
      const path = `/personnel/${await personOf(site, 'DAJ')}/photo`
      await sendForm(client, path, {}, { name: 'photo.png', bytes: await face() }, 'photo')
      return { client, path }
    },
    ...{ first: 303, again: 303, stranger: ['daf', 403], leaves: { photos: -2, activities: 1 } },
  },
}
