import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Role } from '../src/actor'
import { lastAct, recordAct } from './career/hand'
import { act, ask, desk, idOf } from './corrections/hand'
import { personOf } from './documents/hand'
import { errorsOf } from './personnel/paper'
import type { Answer, Client } from './support/client'
import { openSite, type TestSite } from './support/site'

const long = 'x'.repeat(400)
const units = '/mppeep/organisation/unites'
const people = '/mppeep/personnel'
let site: TestSite
let id: string
let nomination: string
let account: string

beforeAll(async () => {
  site = await openSite()
  id = await personOf(site, 'DGPAT')
  nomination = await lastAct(site.sql, id, 'nomination')
  ;[{ id: account }] = await site.sql<[{ id: string }]>`select id from users where email = 'agent@mppeep.example'`
})
afterAll(() => site.close())

type Case = [form: string, who: Role, send: (client: Client) => Promise<Answer>, most: Record<string, number>]

const batch = { cle: randomUUID(), kind: 'avancement', unit: '', matricules: '900001A', decisionNumber: long }
const cases: Case[] = [
  [
    'a correction that is asked for',
    'chef',
    (client) => ask(client, { phone: long, address: long, poBox: long, note: long }),
    { phone: 30, address: 200, poBox: 60, note: 300 },
  ],
  [
    'a correction that is refused',
    'gestionnaire',
    async (client) => {
      const asked = await ask(await site.as('chef'), { phone: '07 00 00 88 99' })
      expect((await client.get(`${desk}/${idOf(asked)}`)).status).toBe(200)
      return act(client, idOf(asked), 'refus', { reason: long })
    },
    { reason: 300 },
  ],
  [
    'an act of a career',
    'drh',
    (client) => recordAct(client, id, 'fonction', { jobTitle: long, decisionNumber: long, note: long }),
    { jobTitle: 120, decisionNumber: 60, note: 300 },
  ],
  [
    'an act that is cancelled',
    'drh',
    (client) => client.post(`${people}/${id}/carriere/${nomination}/annulation?_method=PUT`, { reason: long }),
    { reason: 300 },
  ],
  ['a decision about many', 'drh', (client) => client.post('/mppeep/carriere/masse', batch), { decisionNumber: 60 }],
  [
    'a departure',
    'drh',
    (client) =>
      client.post(`${people}/${id}/depart?_method=PUT`, { leftOn: '', leftReason: long, decisionNumber: long }),
    { leftReason: 300, decisionNumber: 60 },
  ],
  [
    'an account',
    'admin',
    (client) => client.post('/mppeep/utilisateurs', { name: long, email: 'a@b.example' }),
    { name: 200 },
  ],
  [
    'the end of an account',
    'admin',
    (client) => client.post(`/mppeep/utilisateurs/${account}/desactivation?_method=PUT`, { reason: long }),
    { reason: 300 },
  ],
  ['a unit', 'drh', (client) => client.post(units, { name: long, code: long }), { name: 160, code: 20 }],
  ['a change of a unit', 'drh', (client) => client.post(`${units}/DSI?_method=PUT`, { name: long }), { name: 160 }],
  [
    'a merger',
    'drh',
    (client) => client.post(`${units}/DSI/fusion?_method=PUT`, { vers: 'DRH', decisionNumber: long, version: '1' }),
    { decisionNumber: 60 },
  ],
  ['a grade', 'drh', (client) => client.post('/mppeep/referentiels/grades', { code: long }), { code: 6 }],
  [
    'a type of document',
    'drh',
    (client) => client.post('/mppeep/referentiels/documents', { label: long }),
    { label: 80 },
  ],
  ['a view', 'drh', (client) => client.post(`${people}/vues`, { name: long, shared: '', query: '' }), { name: 60 }],
]

it.each(cases)('what is pasted is not cut by the browser, and too long it is told at its field: %s', async (...one) => {
  const [, who, send, most] = one
  const page = await send(await site.as(who))
  expect(page.status, page.text).toBe(422)
  const told = Object.entries(most).map(([field, length]) => [field, `Au plus ${length} caractères.`])
  expect(errorsOf(page)).toMatchObject(Object.fromEntries(told))
  const forms = page.text.match(/<form class="form".*?<\/form>/gs) ?? []
  for (const field of Object.keys(most)) expect(forms.join('')).toContain(`name="${field}"`)
  expect(forms.filter((form) => form.includes('maxlength'))).toEqual([])
})
