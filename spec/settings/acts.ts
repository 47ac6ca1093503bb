import type { Act } from '../support/acts'
import type { Client } from '../support/client'
import type { TestSite } from '../support/site'
import { asShown, place, tab } from './hand'

let hours = 200

/** What changes the settings, each by its own right request. */
export const settingsActs: Record<string, Act> = {
  'PUT /parametres/rubriques/:rubrique': {
    async ready(site) {
      const client = await site.as('admin')
      const form = asShown(await tab(client, 'acces'))
      const fields = { ...form, sessionIdleHours: '160', sessionAbsoluteHours: String(++hours) }
      return { client, path: '/parametres/rubriques/acces', fields }
    },
    ...{ first: 303, again: 303, leaves: { settings: 1, activities: 1 }, stranger: ['auditeur', 403] },
  },
  'POST /parametres/logo': {
    ready: async (site) => ({ client: await site.as('admin'), path: '/parametres/logo', ...(await picture()) }),
    ...{ first: 303, again: 303, leaves: { settings: 1, logos: 1, activities: 1 }, stranger: ['drh', 403] },
  },
  'DELETE /parametres/logo': {
    async ready(site) {
      const client = await wearing(site)
      return { client, path: '/parametres/logo', ...(await form()) }
    },
    ...{ first: 303, again: 303, leaves: { settings: 1, activities: 1 }, stranger: ['drh', 403] },
  },
  'PUT /parametres/versions/:version/retour': {
    async ready(site) {
      const client = await wearing(site)
      const [former] = await site.sql<[{ version: string }]>`
        select version::text from settings order by version desc limit 1 offset 1`
      const fields = asShown(await client.get(`${place}/versions/${former.version}`))
      return { client, path: `/parametres/versions/${former.version}/retour`, fields }
    },
    ...{ first: 303, again: 303, leaves: { settings: 1, activities: 1 }, stranger: ['auditeur', 403] },
  },
}

/** An administrator of a house that wears a picture which it did not wear before. */
async function wearing(site: TestSite): Promise<Client> {
  const client = await site.as('admin')
  const { multipart, headers } = await picture()
  await client.ask(`${place}/logo`, { method: 'POST', body: multipart, headers })
  return client
}

async function picture() {
  const { default: sharp } = await import('sharp')
  const background = { r: ++hours % 256, g: 90, b: 40 }
  return form(
    await sharp({ create: { width: 48, height: 48, channels: 3, background } })
      .png()
      .toBuffer(),
  )
}

/** A form with this file, or with none. */
async function form(file?: Buffer) {
  const data = new FormData()
  if (file) data.append('logo', new Blob([new Uint8Array(file)]), 'logo.png')
  else data.append('proof', '')
  const request = new Request('http://localhost', { method: 'POST', body: data })
  const multipart = Buffer.from(await request.arrayBuffer())
  return { multipart, headers: { 'content-type': request.headers.get('content-type') ?? '' } }
}
