import { randomUUID } from 'node:crypto'
import { multipart } from '../documents/hand'
import type { Act } from '../support/acts'
import type { TestSite } from '../support/site'
import { actFields, dayFrom, lastAct, recordAct, someoneElse } from './hand'

/** What is written into a career, each by its own right request, for somebody new each time. */
export const careerActs: Record<string, Act> = {
  'POST /personnel/:id/carriere': {
    async ready(site) {
      const path = `/personnel/${await someoneElse(site)}/carriere`
      const fields = actFields('fonction', { jobTitle: 'Chargé d’études juridiques' })
      return { client: await site.as('gestionnaire'), path, ...(await multipart(fields)) }
    },
    ...{ first: 303, again: 303, stranger: ['chef', 403] },
    leaves: { personnel: 1, career_events: 1, activities: 1 },
  },
  'PUT /personnel/:id/carriere/:act/correction': {
    async ready(site) {
      const { client, path } = await written(site)
      const fields = actFields('fonction', { jobTitle: 'Archiviste en chef', reason: 'Erreur de saisie' })
      return { client, path: `${path}/correction`, ...(await multipart(fields)) }
    },
    ...{ first: 303, again: 303, stranger: ['daf', 403] },
    leaves: { personnel: 1, career_events: 2, activities: 1 },
  },
  'PUT /personnel/:id/carriere/:act/annulation': {
    async ready(site) {
      const { client, path } = await written(site)
      return { client, path: `${path}/annulation`, fields: { reason: 'Décision rapportée' } }
    },
    ...{ first: 303, again: 303, stranger: ['auditeur', 403] },
    leaves: { personnel: 1, career_events: 1, activities: 1 },
  },
  'POST /carriere/masse': {
    ready: async (site) => ({
      client: await site.as('gestionnaire'),
      path: '/carriere/masse',
      fields: await batchFields(site),
    }),
    ...{ first: 303, again: 303, leaves: { career_batches: 1 }, stranger: ['daf', 403] },
  },
  'POST /carriere/masse/:id/application': {
    async ready(site) {
      const { client, path } = await batch(site)
      return { client, path: `${path}/application` }
    },
    ...{ first: 303, again: 303, leaves: { career_batches: 1, outbox: 1 }, stranger: ['chef', 403] },
  },
  'POST /carriere/masse/:id/annulation': {
    async ready(site) {
      const { client, path } = await batch(site)
      return { client, path: `${path}/annulation` }
    },
    ...{ first: 303, again: 303, leaves: { career_batches: 1 }, stranger: ['auditeur', 403] },
  },
}

async function batch(site: TestSite) {
  const client = await site.as('gestionnaire')
  const answer = await client.post('/mppeep/carriere/masse', await batchFields(site))
  return { client, path: answer.headers.location!.replace('/mppeep', '') }
}

async function batchFields(site: TestSite): Promise<Record<string, string>> {
  const [row] = await site.sql<[{ matricule: string }]>`
    select matricule from personnel where id = ${await someoneElse(site)}`
  const shared = { cle: randomUUID(), effectiveOn: dayFrom(1), decisionNumber: '', matricules: row.matricule }
  return { ...shared, kind: 'affectation', unit: 'DAJ' }
}

async function written(site: TestSite) {
  const client = await site.as('gestionnaire')
  const id = await someoneElse(site)
  await recordAct(client, id, 'fonction', { jobTitle: 'Archiviste' })
  return { client, path: `/personnel/${id}/carriere/${await lastAct(site.sql, id, 'fonction')}` }
}
