import { randomUUID } from 'node:crypto'
import { multipart } from '../documents/hand'
import type { Act, Ready } from '../support/acts'
import type { TestSite } from '../support/site'
import { applied, checked, columnsIn, file, line, send } from './hand'

let people = 0
const somebody = () => file([line(`97${String(++people).padStart(4, '0')}Q`)])

/** Of an import that is at this point, the way to do the next thing to it. */
async function at(
  site: TestSite,
  way: string,
  fields: Record<string, string> | undefined,
  reach: (client: Ready['client']) => Promise<string>,
): Promise<Ready> {
  await site.sql`delete from imports`
  await site.sql`delete from outbox where kind like 'imports.%'`
  const client = await site.as('gestionnaire')
  const page = await reach(client)
  const path = page.replace('/mppeep', '') + way
  return fields ? { client, path, fields } : { client, path }
}

/** What is sent, told, checked, applied and undone, each by its own right request. */
export const importActs: Record<string, Act> = {
  'POST /personnel/imports': {
    async ready(site) {
      await site.sql`delete from imports`
      const sent = await multipart({ cle: randomUUID() }, somebody(), 'fichier')
      return { client: await site.as('gestionnaire'), path: '/personnel/imports', ...sent }
    },
    ...{ first: 303, again: 303, stranger: ['daf', 403], leaves: { imports: 1, files: 1, submissions: 1 } },
  },
  'PUT /personnel/imports/:id/lecture': {
    ready: (site) => at(site, '/lecture', { entete: '0', separateur: 'virgule' }, (client) => send(client, somebody())),
    ...{ first: 303, again: 303, stranger: ['drh', 404], leaves: { imports: 1 } },
  },
  'PUT /personnel/imports/:id/colonnes': {
    async ready(site) {
      await site.sql`delete from import_mappings`
      const ready = await at(site, '/colonnes', {}, (client) => send(client, somebody()))
      const page = await ready.client.get(`/mppeep${ready.path}`)
      return { ...ready, fields: columnsIn(page) }
    },
    ...{ first: 303, again: 303, stranger: ['drh', 404], leaves: { imports: 1, import_mappings: 1, outbox: 1 } },
  },
  'PUT /personnel/imports/:id/application': {
    ready: (site) => at(site, '/application', {}, async (client) => (await checked(site, client, somebody())).page),
    ...{ first: 303, again: 303, stranger: ['drh', 404], leaves: { imports: 1, outbox: 1 } },
  },
  'DELETE /personnel/imports/:id/application': {
    ready: (site) =>
      at(site, '/application', undefined, async (client) => {
        const { page } = await checked(site, client, somebody())
        await applied(site, client, page)
        return page
      }),
    ...{ first: 303, again: 303, stranger: ['drh', 404], leaves: { imports: 1, outbox: 1 } },
  },
  'DELETE /personnel/imports/:id/travail': {
    ready: (site) =>
      at(site, '/travail', undefined, async (client) => {
        const page = await send(client, somebody())
        await client.post(`${page}/colonnes?_method=PUT`, columnsIn(await client.get(page)))
        return page
      }),
    ...{ first: 303, again: 409, stranger: ['drh', 404], leaves: { outbox: 1 } },
  },
  'DELETE /personnel/imports/:id': {
    ready: (site) => at(site, '', undefined, (client) => send(client, somebody())),
    ...{ first: 303, again: 404, stranger: ['drh', 404], leaves: { imports: -1, files: -1 } },
  },
}
