import { createHash, randomUUID } from 'node:crypto'
import type { OutgoingHttpHeaders } from 'node:http'
import { expect } from 'vitest'
import type { Role } from '../../src/actor'
import { actsActs } from '../acts/acts'
import { careerActs } from '../career/acts'
import { correctionActs } from '../corrections/acts'
import { documentActs } from '../documents/acts'
import { exportActs } from '../exports/acts'
import { gradeActs } from '../grades/acts'
import { importActs } from '../imports/acts'
import { notificationActs } from '../notifications/acts'
import { organisationActs } from '../organisation/acts'
import { atOnce, filledForm, form, json } from '../personnel/paper'
import { profileActs } from '../profile/acts'
import { settingsActs } from '../settings/acts'
import { userActs } from '../users/acts'
import { viewActs } from '../views/acts'
import type { Answer, Client } from './client'
import { deviceActs, knowDevice } from './device-acts'
import { castPassword } from './ground'
import { secondFactorActs } from './second-factor-acts'
import type { TestSite } from './site'
import { type Traces, watch } from './traces'

/** An act that can be done at once: who asks, for what, with which form or which JSON. Neither: nothing is to be said. */
export type Ready = {
  client: Client
  path: string
  fields?: Record<string, string>
  json?: Record<string, unknown>
  /** A form with a file, whose type is in `headers`. */
  multipart?: Buffer
  headers?: OutgoingHttpHeaders
}

export type Act = {
  /** Makes something to do it to. */
  ready(site: TestSite): Promise<Ready>
  /** The answer to who does it, and to who comes when it is done. */
  first: number
  again: number
  /** The answer to a sixth and what it leaves, when they are others. */
  last?: [status: number, leaves: Traces]
  /** What it leaves, however many ask for it. */
  leaves: Traces
  /** What it leaves for each who asks. */
  each?: Traces
  /** Somebody signed in who may not, or whose it is not, and the answer. */
  stranger?: [Role, 403 | 404]
}

const year = String(new Date().getUTCFullYear())
const leaving = { leftOn: '2026-06-30', leftReason: 'Mutation', decisionNumber: '' }
let people = 0

/** Every route that changes something, by its own right request. Kept in this order: after the last nobody has an account. */
export const acts: Record<string, Act> = {
  'POST /connexion': {
    async ready(site) {
      const client = site.visitor()
      await knowDevice(site, client, 'daf@mppeep.example')
      return { client, path: '/connexion', fields: { email: 'daf@mppeep.example', password: castPassword } }
    },
    ...{ first: 303, again: 303, leaves: { known_addresses: 1, known_devices: 1, sign_in_failures: 1 } },
    each: { sessions: 1, activities: 1 },
  },
  'POST /deconnexion': {
    ready: async (site) => ({ client: await site.as('daf'), path: '/deconnexion' }),
    ...{ first: 303, again: 303, leaves: { sessions: -1, activities: 1 } },
  },
  ...deviceActs,
  'POST /personnel': {
    ready: async (site) => ({
      client: await site.as('gestionnaire'),
      path: '/personnel',
      fields: form({ matricule: matricule(), cle: randomUUID() }),
    }),
    ...{ first: 303, again: 303, stranger: ['daf', 403] },
    leaves: { personnel: 1, personnel_words: 10, career_events: 1, activities: 1, submissions: 1 },
  },
  'PUT /personnel/:id': {
    async ready(site) {
      const { client, id } = await hired(site)
      const page = await client.get(`/mppeep/personnel/${id}/modification`)
      return { client, path: `/personnel/${id}`, fields: filledForm(page, { children: '7' }) }
    },
    ...{ first: 303, again: 303, leaves: { personnel: 1, activities: 1 }, stranger: ['chef', 403] },
  },
  'PUT /personnel/:id/depart': {
    async ready(site) {
      const { client, id } = await hired(site)
      return { client, path: `/personnel/${id}/depart`, fields: leaving }
    },
    ...{ first: 303, again: 303, stranger: ['auditeur', 403] },
    leaves: { personnel: 1, career_events: 1, activities: 1 },
  },
  'DELETE /personnel/:id/depart': {
    async ready(site) {
      const { client, id } = await hired(site)
      await client.post(`/mppeep/personnel/${id}/depart?_method=PUT`, leaving)
      return { client, path: `/personnel/${id}/depart` }
    },
    ...{ first: 303, again: 303, stranger: ['agent', 403] },
    leaves: { personnel: 1, career_events: 1, activities: 1 },
  },
  'POST /api/v1/personnel': {
    ready: async (site) => ({
      client: await site.as('gestionnaire'),
      path: '/api/v1/personnel',
      json: json({ matricule: matricule() }),
    }),
    ...{ first: 201, again: 409, stranger: ['invite', 403] },
    leaves: { personnel: 1, personnel_words: 10, career_events: 1, activities: 1 },
  },
  'PATCH /api/v1/personnel/:id': {
    async ready(site) {
      const { client, id } = await hired(site)
      return { client, path: `/api/v1/personnel/${id}`, json: { children: 7 }, headers: { 'if-match': '"1"' } }
    },
    ...{ first: 200, again: 200, leaves: { personnel: 1, activities: 1 }, stranger: ['admin', 403] },
  },
  'POST /personnel/exports': {
    async ready(site) {
      await site.sql`delete from outbox where kind = 'export'`
      return { client: await site.as('daf'), path: '/personnel/exports', fields: { format: 'csv' } }
    },
    ...{ first: 303, again: 303, leaves: { outbox: 1, exports: 1 }, stranger: ['agent', 403] },
  },
  'POST /personnel/exports/:id/annulation': {
    async ready(site) {
      const client = await site.as('daf')
      const asked = await client.post('/mppeep/personnel/exports', { format: 'xlsx' })
      return { client, path: `${asked.headers.location?.replace('/mppeep', '')}/annulation` }
    },
    // what it has not begun has nothing to be shut out of
    ...{ first: 303, again: 409, leaves: { outbox: 1 }, stranger: ['drh', 404] },
  },
  ...notificationActs,
  'POST /courriers/:id/envois': {
    async ready(site) {
      const to = { email: 'aya.konan@mppeep.example', name: 'KONAN Aya' }
      const payload = site.sql.json({ letter: 'account-enabled', to, props: { email: to.email } })
      const [letter] = await site.sql<[{ id: string }]>`
        insert into outbox (kind, payload, state, reason, finished_at)
        values ('letter', ${payload}, 'dead', '550', now()) returning id`
      return { client: await site.as('admin'), path: `/courriers/${letter.id}/envois` }
    },
    ...{ first: 303, again: 303, leaves: { outbox: 1, activities: 1 }, stranger: ['drh', 403] },
  },
  'POST /conges/recomptes': {
    async ready(site) {
      await site.sql`delete from outbox where kind = 'leave.recount'`
      return { client: await site.as('drh'), path: '/conges/recomptes', fields: { annee: year } }
    },
    ...{ first: 303, again: 303, leaves: { outbox: 1 }, stranger: ['gestionnaire', 403] },
  },
  'POST /conges/recomptes/:id/annulation': {
    async ready(site) {
      const client = await site.as('drh')
      await client.post('/mppeep/conges/recomptes', { annee: year })
      const [job] = await site.sql<[{ id: string }]>`
        select id from outbox where kind = 'leave.recount' and finished_at is null`
      return { client, path: `/conges/recomptes/${job.id}/annulation` }
    },
    ...{ first: 303, again: 409, leaves: { outbox: 1, activities: 1 }, stranger: ['gestionnaire', 403] },
  },
  ...secondFactorActs,
  ...profileActs,
  ...correctionActs,
  ...documentActs,
  ...actsActs,
  ...exportActs,
  ...importActs,
  ...careerActs,
  ...organisationActs,
  ...viewActs,
  ...gradeActs,
  ...settingsActs,
  ...userActs,
  'POST /invitation/:token/solidite': {
    ready: async (site) => ({
      client: site.visitor(),
      path: `/invitation/${await firstInvitation(site)}/solidite`,
      fields: { name: 'Première Personne', email: '', password: castPassword },
    }),
    ...{ first: 200, again: 200, leaves: {} },
  },
  'POST /invitation/:token': {
    async ready(site) {
      const token = await firstInvitation(site)
      const person = { name: 'Première Personne', email: 'premiere@mppeep.example' }
      const fields = { ...person, password: castPassword, again: castPassword }
      return { client: site.visitor(), path: `/invitation/${token}`, fields }
    },
    ...{ first: 303, again: 404, leaves: { users: 1, user_roles: 1, invitations: 1, activities: 1 } },
  },
}

/** The token of the link to a house in which nobody has an account any more. */
async function firstInvitation(site: TestSite): Promise<string> {
  const token = randomUUID()
  await site.sql.begin(async (tx) => {
    // the journal is kept, and so is whoever stands in it
    await tx`set local session_replication_role = replica`
    await tx`delete from users`
    await tx`delete from invitations`
  })
  const hash = createHash('sha256').update(token).digest('hex')
  await site.sql`
    insert into invitations (token_hash, role, expires_at) values (${hash}, 'admin', now() + interval '1 hour')`
  return token
}

/** Asks for it as a browser or a program does. */
export function perform(route: string, { client, path, fields, json, multipart, headers }: Ready): Promise<Answer> {
  const [method = ''] = route.split(' ')
  const type = json ? 'application/json' : 'application/x-www-form-urlencoded'
  const body = multipart ?? (json ? JSON.stringify(json) : new URLSearchParams(fields).toString())
  return client.ask(`/mppeep${path}`, { method, body, headers: { 'content-type': type, ...headers } })
}

/** Five at the same moment, and one who comes later: it is done once, and everybody hears how it stands. */
export async function doneOnce(site: TestSite, route: string): Promise<void> {
  const act = acts[route]!
  const ready = await act.ready(site)
  const traces = await watch(site.sql)
  const answers = await atOnce(5, () => perform(route, ready))
  expect(answers.map(({ status }) => status).sort()).toEqual([act.first, ...Array(4).fill(act.again)])
  expect(await traces()).toEqual({ ...act.leaves, ...times(5, act.each) })
  const [status, leaves] = act.last ?? [act.again, act.each ? { ...act.leaves, ...act.each } : {}]
  expect((await perform(route, ready)).status).toBe(status)
  expect(await traces()).toEqual(leaves)
}

function times(asked: number, each: Traces = {}): Traces {
  return Object.fromEntries(Object.entries(each).map(([table, rows]) => [table, rows * asked]))
}

function matricule(): string {
  return `98${String(++people).padStart(4, '0')}R`
}

/** Somebody new, for whom nobody else looks, and who keeps their file. */
async function hired(site: TestSite): Promise<{ client: Client; id: string }> {
  const client = await site.as('gestionnaire')
  const made = await client.json('POST', '/mppeep/api/v1/personnel', json({ matricule: matricule() }))
  return { client, id: made.json<{ id: string }>().id }
}
