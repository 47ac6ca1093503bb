import { randomUUID } from 'node:crypto'
import type { Act } from '../support/acts'
import type { TestSite } from '../support/site'
import { idOf, produce, somebody } from './hand'

const today = new Date().toISOString().slice(0, 10)
let written = 0

async function versionOf(site: TestSite): Promise<string> {
  const [row] = await site.sql<[{ version: number }]>`
    select max(version) as version from act_templates where kind = 'certificat_presence'`
  return String(row.version)
}

async function matriculeOf(site: TestSite): Promise<string> {
  const [row] = await site.sql<[{ matricule: string }]>`
    select matricule from personnel where id = ${await somebody(site)}`
  return row.matricule
}

/** What is done with acts, each by its own right request. */
export const actsActs: Record<string, Act> = {
  'POST /personnel/:id/actes': {
    async ready(site) {
      const path = `/personnel/${await somebody(site)}/actes`
      return { client: await site.as('gestionnaire'), path, fields: { acte: 'attestation_travail', cle: randomUUID() } }
    },
    ...{ first: 303, again: 303, stranger: ['chef', 403] },
    leaves: { act_counters: 1, acts: 1, documents: 1, files: 1, activities: 2, submissions: 1 },
  },
  'DELETE /actes/:id': {
    async ready(site) {
      const client = await site.as('gestionnaire')
      const id = idOf(await produce(client, await somebody(site)))
      return { client, path: `/actes/${id}`, fields: { reason: 'Erreur de fonction' } }
    },
    ...{ first: 303, again: 303, leaves: { acts: 1, documents: 1, activities: 2 }, stranger: ['chef', 403] },
  },
  'POST /actes/modeles/:kind': {
    async ready(site) {
      const corps = `Certificat d’essai ${++written} pour {{nom_complet}}.`
      const fields = { corps, des: today, version: await versionOf(site) }
      return { client: await site.as('drh'), path: '/actes/modeles/certificat_presence', fields }
    },
    ...{ first: 303, again: 303, leaves: { act_templates: 1, activities: 1 }, stranger: ['gestionnaire', 403] },
  },
  'POST /actes/modeles/:kind/apercu': {
    async ready(site) {
      const fields = {
        corps: 'Certificat d’essai pour {{nom_complet}}.',
        personne: await matriculeOf(site),
        forme: 'pdf',
      }
      return { client: await site.as('drh'), path: '/actes/modeles/certificat_presence/apercu', fields }
    },
    ...{ first: 200, again: 200, leaves: {}, stranger: ['gestionnaire', 403] },
  },
  'POST /actes/signataires': {
    async ready(site) {
      const fields = {
        ...{ matricule: await matriculeOf(site), title: `La Directrice ${++written}`, place: 'Abidjan' },
        ...{ startsOn: today, endsOn: '' },
      }
      return { client: await site.as('drh'), path: '/actes/signataires', fields }
    },
    ...{ first: 303, again: 303, leaves: { signatories: 1, activities: 1 }, stranger: ['daf', 403] },
  },
  'PUT /actes/signataires/:id': {
    async ready(site) {
      const [row] = await site.sql<[{ id: string }]>`
        insert into signatories (person_id, title, place, starts_on)
        values (${await somebody(site)}, ${`Le Directeur par essai ${++written}`}, 'Abidjan', '2020-01-01') returning id`
      return { client: await site.as('drh'), path: `/actes/signataires/${row.id}`, fields: { endsOn: today } }
    },
    ...{ first: 303, again: 303, leaves: { signatories: 1, activities: 1 }, stranger: ['admin', 403] },
  },
}
