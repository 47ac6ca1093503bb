import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Role } from '../../src/actor'
import type { Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'
import { enrolled } from '../users/paper'

/** Several roles add up, yet one does not widen another. */
let site: TestSite
beforeAll(async () => {
  site = await openSite()
})
afterAll(() => site.close())

const personOf = async (unit: string) => {
  const [row] = await site.sql<[{ id: string }]>`
    select p.id from personnel p join units u on u.id = p.unit_id where u.code = ${unit} and left_on is null limit 1`
  return row.id
}

describe('who reads everybody and keeps the files of one unit', () => {
  let client: Client
  beforeAll(async () => {
    const email = 'partage@mppeep.example'
    const id = await enrolled(site, email, 'invite')
    await site.sql`
      insert into user_roles (user_id, role, unit_id) select ${id}, 'gestionnaire', u.id from units u where code = 'DSI'`
    client = await site.as(email)
  })

  const forms = [
    'modification',
    'depart',
    'carriere/nouveau',
    'actes/nouveau',
    'documents/nouveau',
    'photo/modification',
  ]
  it.each(forms)('opens %s of whom they may change, and of nobody else', async (form) => {
    const [own, foreign] = [await personOf('DSI'), await personOf('DAJ')]
    expect((await client.get(`/mppeep/personnel/${foreign}`)).status).toBe(200)
    const statuses = [own, foreign].map(async (id) => (await client.get(`/mppeep/personnel/${id}/${form}`)).status)
    expect(await Promise.all(statuses)).toEqual([200, 404])
  })

  it.each(['', '/depart'])('changes nothing at PUT %s of anybody else, whatever is in the form', async (place) => {
    const foreign = `/mppeep/personnel/${await personOf('DAJ')}${place}`
    expect((await client.post(`${foreign}?_method=PUT`, { version: '1' })).status).toBe(404)
  })
})

describe('files that lack something', () => {
  it.each<[Role, boolean]>([
    ['gestionnaire', true],
    ['auditeur', true],
    ['chef', false],
    ['daf', false],
    ['invite', false],
  ])('are found by %s: %s', async (role, found) => {
    const client = await site.as(role)
    // asked of whoever may know first: what was kept for them must not be shown to the others
    await (await site.as('drh')).get('/mppeep/personnel?dossier=incomplet')
    const page = await client.get('/mppeep/api/v1/personnel?dossier=incomplet')
    expect(page.status).toBe(200)
    const listed = await client.get('/mppeep/personnel?dossier=incomplet')
    expect(listed.text.includes('Personne ne correspond')).toBe(!found)
    expect(page.json<{ data: unknown[] }>().data.length > 0).toBe(found)
  })
})
