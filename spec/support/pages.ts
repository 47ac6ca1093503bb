import { createHash } from 'node:crypto'
import type { Sql } from 'postgres'
import { expect } from 'vitest'
import { type Role, roles } from '../../src/actor'
import { actPages } from '../acts/pages'
import { careerPages } from '../career/pages'
import { correctionPages } from '../corrections/pages'
import { documentPages } from '../documents/pages'
import { exportPages } from '../exports/pages'
import { gradePages } from '../grades/pages'
import { importPages } from '../imports/pages'
import { organisationPages } from '../organisation/pages'
import { listPages } from '../personnel/list-pages'
import { filledForm, form } from '../personnel/paper'
import { searchPages } from '../search/pages'
import { selectionPages } from '../selection/pages'
import { leaveInvitation, userPages } from '../users/pages'
import { viewPages } from '../views/pages'
import type { Answer, Client } from './client'
import { journalPages } from './journal-pages'
import { type Links, profilePages, sendLinks } from './profile-pages'
import { secondFactorPages } from './second-factor-pages'
import type { TestSite } from './site'

/** A page as it was answered, whatever led to it. */
export type Shown = { name: string; path: string; html: string; answer: Answer; client: Client }

export type Kind = [name: string, role: Role | null, status: number, ask: (client: Client, ids: Ids) => Promise<Answer>]
type Ids = {
  person: string
  left: string
  bare: string
  twin: string
  own: string
  token: string
  letter: string
} & Links

const place = '/mppeep/personnel'
const tabs = ['carriere', 'absences', 'evaluations', 'historique']

/** Every page of every kind that the site can answer with. */
const kinds: Kind[] = [
  ['sign-in', null, 200, (client) => client.get('/mppeep/connexion')],
  [
    'sign-in refused',
    null,
    422,
    (client) => client.post('/mppeep/connexion', { email: 'drh@mppeep.example', password: 'x' }),
  ],
  ...roles.map((role): Kind => [`home of ${role}`, role, 200, (client) => client.get('/mppeep/accueil')]),
  ...profilePages,
  ...searchPages,
  ['dashboard', 'drh', 200, (client) => client.get('/mppeep/dashboard')],
  ['dashboard of a unit', 'chef', 200, (client) => client.get('/mppeep/dashboard')],
  ...listPages,
  ...viewPages,
  ...careerPages,
  ...selectionPages,
  ['file', 'drh', 200, (client, { person }) => client.get(`${place}/${person}`)],
  ...tabs.map(
    (tab): Kind => [`file, ${tab}`, 'drh', 200, (client, { person }) => client.get(`${place}/${person}?onglet=${tab}`)],
  ),
  ...tabs.map(
    (tab): Kind => [
      `file without ${tab}`,
      'drh',
      200,
      (client, { bare }) => client.get(`${place}/${bare}?onglet=${tab}`),
    ],
  ),
  ['own file', 'agent', 200, (client, { own }) => client.get(`${place}/${own}`)],
  ['file of somebody who left', 'drh', 200, (client, { left }) => client.get(`${place}/${left}`)],
  ['new file', 'gestionnaire', 200, (client) => client.get(`${place}/nouveau`)],
  ['new file refused', 'gestionnaire', 422, (client) => client.post(place, {})],
  [
    'new file, matricule taken',
    'gestionnaire',
    409,
    async (client, { twin }) => client.post(place, { ...(await blank(client)), ...form({ matricule: twin }) }),
  ],
  ['change', 'gestionnaire', 200, (client, { person }) => client.get(`${place}/${person}/modification`)],
  ['change that came too late', 'gestionnaire', 409, conflict],
  ['departure', 'gestionnaire', 200, (client, { person }) => client.get(`${place}/${person}/depart`)],
  [
    'departure refused',
    'gestionnaire',
    422,
    (client, { person }) => client.post(`${place}/${person}/depart?_method=PUT`, { leftOn: '' }),
  ],
  ['return', 'gestionnaire', 200, (client, { left }) => client.get(`${place}/${left}/depart`)],
  ['leave', 'drh', 200, (client) => client.get('/mppeep/conges')],
  ['leave refused', 'drh', 422, (client) => client.post('/mppeep/conges/recomptes', { annee: '1800' })],
  ['leave being counted', 'drh', 200, recounted],
  ['notifications', 'agent', 200, (client) => client.get('/mppeep/notifications')],
  ['notifications, none', 'chef', 200, (client) => client.get('/mppeep/notifications')],
  ['preferences', 'agent', 200, (client) => client.get('/mppeep/notifications/preferences')],
  ['letters', 'admin', 200, (client) => client.get('/mppeep/courriers')],
  ['letter', 'admin', 200, (client, { letter }) => client.get(`/mppeep/courriers/${letter}`)],
  ...['organisation', 'logo', 'acces', 'evaluations', 'maintenance'].map(
    (tab): Kind => [`settings, ${tab}`, 'admin', 200, (client) => client.get(`/mppeep/parametres?rubrique=${tab}`)],
  ),
  [
    'settings refused',
    'admin',
    422,
    (client) => client.post('/mppeep/parametres/rubriques/evaluations?_method=PUT', { version: '0' }),
  ],
  ['settings, history', 'admin', 200, (client) => client.get('/mppeep/parametres/versions')],
  ['settings, a version', 'admin', 200, (client) => client.get('/mppeep/parametres/versions/1')],
  ['use of the site', 'admin', 200, (client) => client.get('/mppeep/activite')],
  ['state of the house', 'admin', 200, (client) => client.get('/mppeep/ops')],
  ['refused: 400', 'drh', 422, (client) => client.get(`${place}?age_min=x`)],
  ['refused: 403', 'agent', 403, (client) => client.get('/mppeep/dashboard')],
  ['refused: 404', 'drh', 404, (client) => client.get(`${place}/x`)],
  ['refused: 404, nobody signed in', null, 404, (client) => client.get('/mppeep/rien')],
  ['refused: 405', 'drh', 405, (client) => client.post('/mppeep/dashboard', {})],
]

/** A column under another name is a bug in every query about people; of this list nothing is kept. */
const withBug: Kind[] = [['refused: 500', 'drh', 500, (client) => client.get(`${place}?age_min=47`)]]

const withoutAccounts: Kind[] = [
  ['invitation', null, 200, (client, { token }) => client.get(`/mppeep/invitation/${token}`)],
  [
    'invitation refused',
    null,
    422,
    (client, { token }) =>
      client.post(`/mppeep/invitation/${token}`, { name: 'A', email: 'b', password: 'c', again: 'd' }),
  ],
]

const withoutDatabase: Kind[] = [
  ['refused: 503', 'drh', 503, (client) => client.get(`${place}?age_min=48`)],
  [
    'refused: 503, nobody signed in',
    null,
    503,
    (client) => client.post('/mppeep/connexion', { email: 'drh@mppeep.example', password: 'x' }),
  ],
]

/** All of them, each answered as it should be. The database is of no use afterwards. */
export async function everyPage(site: TestSite): Promise<Shown[]> {
  const { sql } = site
  const ids = await findIds(sql)
  const clients = new Map<Role | null, Client>([[null, site.visitor()]])
  for (const role of roles) clients.set(role, await site.as(role))
  // in a second browser too; and one of them has not shown the password for an hour
  for (const role of ['drh', 'auditeur'] as const) await site.as(role)
  await sql`
    update sessions set proved_at = now() - interval '1 hour'
    where user_id = (select id from users where email = 'auditeur@mppeep.example')`
  const shown: Shown[] = []
  const show = async (some: Kind[]) => {
    for (const [name, role, status, ask] of some) {
      const client = clients.get(role)!
      const answer = await ask(client, ids)
      expect(answer.status, name).toBe(status)
      shown.push({ name, path: `/${name.replace(/[^a-z0-9]+/g, '-')}`, html: answer.text, answer, client })
    }
  }
  await show([
    ...kinds,
    ...journalPages,
    ...secondFactorPages,
    ...userPages,
    ...organisationPages,
    ...gradePages,
    ...correctionPages,
    ...documentPages,
    ...actPages,
    ...exportPages,
    ...importPages,
  ])
  await sql`alter table personnel rename column last_name to name_of_old`
  await show(withBug)
  await sql`alter table personnel rename column name_of_old to last_name`
  await sql`alter table users rename to users_away`
  await sql`create view users as select * from users_away where false`
  await show(withoutAccounts)
  await takeAway(sql)
  await show(withoutDatabase)
  return shown
}

/** As if Postgres were shutting down, for whoever asks about people or accounts. */
async function takeAway(sql: Sql): Promise<void> {
  await sql`create function away() returns boolean language plpgsql as $$ begin raise 'away' using errcode = '57P03'; end $$`
  await sql`create or replace view users as select * from users_away where away()`
  await sql`alter table personnel rename to personnel_away`
  await sql`create view personnel as select * from personnel_away where away()`
}

async function findIds(sql: Sql): Promise<Ids> {
  await leaveInvitation(sql)
  const token = 'pour-la-page-de-l-invitation'
  const hash = createHash('sha256').update(token).digest('hex')
  await sql`insert into invitations (token_hash, role, expires_at) values (${hash}, 'admin', now() + interval '1 hour')`
  const [bare] = await sql<[{ id: string }]>`
    insert into personnel (matricule, last_name, first_names, sex, birth_date, unit_id, grade, class, echelon, index_points, recruited_on, started_on)
    select '990001Z', 'N''GUESSAN-OUATTARA-COULIBALY', 'Marie-Laure Kadidiatou Affoué Christelle', 'F', '1990-01-01', id, 'B1', 'deuxieme', 1, 870, '2020-01-01', '2020-01-01'
    from units where code = 'DGPE' returning id`
  await sql`
    insert into notifications (user_id, kind, title, href, read_at)
    select id, 'personnel.changed', 'Votre dossier a été modifié', '/accueil', read_at
    from users cross join (values (null), (now())) as either (read_at)
    where email = 'agent@mppeep.example'`
  const to = { email: 'aya.konan@mppeep.example', name: 'KONAN Aya' }
  const [letter] = await sql<[{ id: string }]>`
    insert into outbox (kind, payload, state, reason, finished_at)
    values ('letter', ${sql.json({ letter: 'account-enabled', to, props: { email: to.email } })}, 'dead', '550 Boîte inconnue', now())
    returning id`
  const links = await sendLinks(sql)
  const [found] = await sql<[Omit<Ids, keyof Links | 'token' | 'bare' | 'letter'>]>`
    select
      (select person_id from evaluations e join personnel p on p.id = e.person_id where p.left_on is null order by matricule limit 1) as person,
      (select id from personnel where left_on is not null order by matricule limit 1) as left,
      (select max(matricule) from personnel where left_on is null) as twin,
      (select person_id from users where email = 'agent@mppeep.example') as own`
  return { ...found, ...links, bare: bare.id, token, letter: letter.id }
}

async function recounted(client: Client): Promise<Answer> {
  expect((await client.post('/mppeep/conges/recomptes', { annee: String(new Date().getFullYear()) })).status).toBe(303)
  return client.get('/mppeep/conges')
}

/** What somebody else changed since the form was opened: two lines to show. */
async function conflict(client: Client, { person }: Ids): Promise<Answer> {
  const change = `${place}/${person}/modification`
  const page = await client.get(change)
  const save = (fields: Record<string, string>) =>
    client.post(`${place}/${person}?_method=PUT`, filledForm(page, fields))
  expect((await save({ jobTitle: 'Cheffe de bureau', address: 'Cocody' })).status).toBe(303)
  // its line in the history, too
  await client.get(change)
  return save({ address: 'Marcory' })
}

async function blank(client: Client): Promise<Record<string, string>> {
  return filledForm(await client.get(`${place}/nouveau`))
}
