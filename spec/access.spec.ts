import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { actsAccess } from './acts/access'
import { careerAccess } from './career/access'
import { documentAccess } from './documents/access'
import { exportAccess } from './exports/access'
import { importAccess } from './imports/access'
import { organisationAccess } from './organisation/access'
import { searchAccess } from './search/access'
import { selectionAccess } from './selection/access'
import type { Answer, Client } from './support/client'
import { same } from './support/same'
import { openSite, type TestSite } from './support/site'
import { usersAccess } from './users/access'
import { viewAccess } from './views/access'

/**
 * Every route × every role × whose file it is. A route without a line here fails, and so does a line without a route.
 * Forms are sent empty, so that whoever may act gets 422 and nothing is written; undoing a departure that is not there
 * changes nothing and leads back to the file.
 */
const roles = ['nobody', 'agent', 'chef', 'rh', 'drh', 'daf', 'admin', 'auditeur', 'invite'] as const
type Role = (typeof roles)[number]

// nobody, agent, chef, rh, drh, daf, admin, auditeur, invite
const everyone = '200 200 200 200 200 200 200 200 200'
const signedIn = '303 200 200 200 200 200 200 200 200'
const lists = '303 403 200 200 200 200 403 200 200'
const exports = '303 403 200 200 200 200 403 200 403'
const writes = '303 403 403 200 200 403 403 403 403'
const acts = '303 403 403 422 422 403 403 403 403'
const keeper = '303 403 403 403 403 403 200 403 403'
const house = '303 403 403 403 403 403 200 200 403'
const ownFile = '303 200 200 200 200 200 404 404 404'
const lost = '404 404 404 404 404 404 404 404 404'

type Line = string | { own: string; below: string; foreign: string }
const files = {
  own: '303 200 200 200 200 200 --- --- ---',
  below: '303 404 200 200 200 200 403 200 200',
  foreign: '303 404 404 200 200 200 403 200 200',
}
const api = (line: string): string => line.replace(/^303/, '401')

const table: Record<string, Line> = {
  'GET /': '303 303 303 303 303 303 303 303 303',
  'GET /livez': everyone,
  'GET /readyz': everyone,
  'GET /api/v1/health': everyone,
  'GET /connexion': '200 303 303 303 303 303 303 303 303',
  'POST /connexion': '422 422 422 422 422 422 422 422 422',
  // nobody's sign-in waits for a code
  'GET /connexion/second-facteur': '303 303 303 303 303 303 303 303 303',
  'POST /connexion/second-facteur': '303 303 303 303 303 303 303 303 303',
  'GET /profil/second-facteur': signedIn,
  'POST /profil/second-facteur/cle': '303 303 303 303 303 303 303 303 303',
  'PUT /profil/second-facteur': '303 422 422 422 422 422 422 422 422',
  // there is none to remove; those whose role demands one never may
  'DELETE /profil/second-facteur': '303 303 303 303 403 403 403 303 303',
  'GET /profil/second-facteur/retrait': '303 303 303 303 303 303 303 303 303',
  'GET /profil/second-facteur/codes': '303 303 303 303 303 303 303 303 303',
  'POST /profil/second-facteur/codes': '303 303 303 303 303 303 303 303 303',
  'POST /deconnexion': '303 303 303 303 303 303 303 303 303',
  'GET /invitation/:token': lost,
  'POST /invitation/:token': lost,
  'POST /invitation/:token/solidite': lost,
  'GET /mot-de-passe-oublie': everyone,
  'POST /mot-de-passe-oublie': '422 422 422 422 422 422 422 422 422',
  'GET /mot-de-passe-oublie/envoi': everyone,
  // nobody's link
  'GET /mot-de-passe/:token': lost,
  'POST /mot-de-passe/:token': lost,
  'POST /mot-de-passe/:token/solidite': lost,
  // an empty field says nothing
  'POST /solidite': everyone,
  'GET /profil': signedIn,
  'GET /profil/preferences': signedIn,
  'GET /profil/appareils': signedIn,
  // has shown the password a moment ago, and has no other session
  'PUT /profil/appareils/preuve': '303 303 303 303 303 303 303 303 303',
  'DELETE /profil/appareils': '303 303 303 303 303 303 303 303 303',
  // nobody's session
  'DELETE /profil/appareils/:id': same('303 404 404 404 404 404 404 404 404'),
  'PUT /profil/preferences': '303 422 422 422 422 422 422 422 422',
  'GET /profil/mot-de-passe': signedIn,
  'PUT /profil/mot-de-passe': '303 422 422 422 422 422 422 422 422',
  'GET /profil/adresse': signedIn,
  'POST /profil/adresse': '303 422 422 422 422 422 422 422 422',
  'GET /profil/adresse/:token': '303 404 404 404 404 404 404 404 404',
  'POST /profil/adresse/:token': '303 404 404 404 404 404 404 404 404',
  'GET /accueil': signedIn,
  'GET /dashboard': lists,
  // of whoever has a file
  'GET /profil/corrections': ownFile,
  'GET /profil/corrections/nouvelle': ownFile,
  'POST /profil/corrections': ownFile.replaceAll('200', '415'),
  // nobody's request
  'GET /profil/corrections/:id': same('303 404 404 404 404 404 404 404 404'),
  'GET /profil/corrections/:id/justificatif': same('303 404 404 404 404 404 404 404 404'),
  'DELETE /profil/corrections/:id': same('303 404 404 404 404 404 404 404 404'),
  'GET /corrections': writes,
  'GET /corrections/:id': same(writes.replaceAll('200', '404')),
  'GET /corrections/:id/justificatif': same(writes.replaceAll('200', '404')),
  'PUT /corrections/:id/acceptation': same(writes.replaceAll('200', '404')),
  'PUT /corrections/:id/refus': same(writes.replaceAll('200', '404')),
  'GET /personnel': lists,
  'GET /personnel/export.csv': exports,
  'GET /personnel/export.xlsx': exports,
  // without a format
  'GET /personnel/exports/nouveau': exports.replaceAll('200', '422'),
  'POST /personnel/exports': exports.replaceAll('200', '422'),
  // nobody's export
  'GET /personnel/exports/:id': same('303 404 404 404 404 404 404 404 404'),
  'GET /personnel/exports/:id/fichier': same('303 404 404 404 404 404 404 404 404'),
  'POST /personnel/exports/:id/annulation': same('303 404 404 404 404 404 404 404 404'),
  'GET /personnel/nouveau': writes,
  'POST /personnel': acts,
  'GET /personnel/:id': files,
  'GET /personnel/:id/modification': same(writes),
  'PUT /personnel/:id': same(acts),
  'GET /personnel/:id/depart': same(writes),
  'PUT /personnel/:id/depart': same(acts),
  'DELETE /personnel/:id/depart': same(acts.replaceAll('422', '303')),
  ...documentAccess,
  ...exportAccess,
  ...actsAccess,
  ...importAccess,
  'GET /activite': keeper,
  'GET /ops': keeper,
  // knocked at below our path, where it is not; `spec/metrics.spec.ts` knocks at the door itself
  'GET /metrics': lost,
  // asked for with HEAD: it never ends
  'GET /live': '401 200 200 200 200 200 200 200 200',
  'GET /notifications': signedIn,
  'GET /notifications/preferences': signedIn,
  'PUT /notifications/preferences': '303 422 422 422 422 422 422 422 422',
  'PUT /notifications/lecture': '303 422 422 422 422 422 422 422 422',
  // nobody's notification
  'PUT /notifications/:id/lecture': same('303 404 404 404 404 404 404 404 404'),
  ...usersAccess,
  'GET /bienvenue/:token': lost,
  'POST /bienvenue/:token': lost,
  'POST /bienvenue/:token/solidite': lost,
  'GET /courriers': keeper,
  // nobody's letter
  'GET /courriers/:id': same(keeper.replace('200', '404')),
  'GET /courriers/:id/corps': same(keeper.replace('200', '404')),
  'POST /courriers/:id/envois': same(keeper.replace('200', '404')),
  'GET /parametres': house,
  'PUT /parametres/rubriques/:rubrique': keeper.replace('200', '404'),
  // sent as a form without a file
  'POST /parametres/logo': keeper.replace('200', '415'),
  'DELETE /parametres/logo': keeper.replace('200', '415'),
  'GET /parametres/versions': house,
  // nobody's version
  'GET /parametres/versions/:version': house.replaceAll('200', '404'),
  'PUT /parametres/versions/:version/retour': keeper.replace('200', '404'),
  'GET /logo/:version': lost,
  'GET /journal': signedIn,
  // no line has such a number
  'GET /journal/:id': same('303 404 404 404 404 404 404 404 404'),
  ...careerAccess,
  ...organisationAccess,
  ...searchAccess,
  ...viewAccess,
  ...selectionAccess,
  'GET /conges': '303 403 403 403 200 403 403 403 403',
  'POST /conges/recomptes': '303 403 403 403 422 403 403 403 403',
  // nobody's recount
  'POST /conges/recomptes/:id/annulation': same('303 403 403 403 404 403 403 403 403'),
  'GET /api/v1/personnel': api(lists),
  'POST /api/v1/personnel': api(acts),
  'GET /api/v1/personnel/:id': { own: api(files.own), below: api(files.below), foreign: api(files.foreign) },
  'PATCH /api/v1/personnel/:id': same(api(acts).replaceAll('422', '428')),
}

let site: TestSite
const clients = new Map<Role, Client>()
const people = { below: '', foreign: '' }
const own = new Map<Role, string>()

beforeAll(async () => {
  site = await openSite()
  clients.set('nobody', site.visitor())
  for (const role of roles.slice(1)) clients.set(role, await site.as(role as 'rh'))
  const [below] = await site.sql<{ id: string }[]>`
    select id from personnel where unit_id in (select subtree(id) from units where code = 'DSI')
      and left_on is null and id not in (select person_id from users where person_id is not null) limit 1`
  const [foreign] = await site.sql<{ id: string }[]>`
    select id from personnel where unit_id in (select subtree(id) from units where code = 'DAJ') and left_on is null limit 1`
  Object.assign(people, { below: below!.id, foreign: foreign!.id })
  const accounts = await site.sql<{ name: Role; personId: string }[]>`
    select split_part(email, '@', 1) as name, person_id as "personId" from users where person_id is not null`
  for (const { name, personId } of accounts) own.set(name, personId)
})
afterAll(() => site.close())

it('has a line for every route, and no line too many', async () => {
  const { createApp } = await import('../src/app')
  const { readAssets } = await import('../src/http/assets')
  const routes = createApp(readAssets('dist/public')).app.routes.filter(({ method }) => method !== 'ALL')
  const known = new Set(routes.map(({ method, path }) => `${method} ${path.replace(/^\/mppeep/, '') || '/'}`))
  expect([...known].sort()).toEqual(Object.keys(table).sort())
})

describe.each(
  Object.entries(table).sort(([a], [b]) => Number(a.includes('deconnexion')) - Number(b.includes('deconnexion'))),
)('%s', (route, line) => {
  const [method = '', path = ''] = route.split(' ')
  const targets = typeof line === 'string' ? { '': line } : line
  it.each(Object.entries(targets))('%s', async (whose, statuses) => {
    const answers: string[] = []
    for (const [index, role] of roles.entries()) {
      const wanted = statuses.split(' ')[index]
      if (wanted === '---' || (whose === 'own' && role === 'nobody')) answers.push(wanted!)
      else answers.push(String((await knock(role, method, path, whose)).status))
    }
    expect(answers.join(' '), roles.join(' ')).toBe(statuses)
  })
})

it('has written nothing', async () => {
  const rows = await site.sql<
    { event: string }[]
  >`select distinct event from activities where actor_id is not null order by event`
  expect(rows.map(({ event }) => event)).toEqual([
    ...['access.refused', 'personnel.exported', 'personnel.read'],
    ...['session.closed', 'session.opened'],
  ])
  const [row] = await site.sql<{ changed: number }[]>`select count(*)::int as changed from personnel where version > 1`
  expect(row!.changed).toBe(0)
})

function knock(role: Role, method: string, path: string, whose: string): Promise<Answer> {
  const id = whose === 'own' ? own.get(role) : people[whose as 'below' | 'foreign']
  const url = `/mppeep${path === '/' ? '' : path}`.replace(':id', id ?? '').replace(':token', 'un-jeton-inconnu')
  const client = clients.get(role)!
  if (path === '/live') return client.ask(url, { method: 'HEAD' })
  if (method === 'GET') return client.get(url)
  if (path.startsWith('/api/')) return client.json(method, url, {})
  return client.ask(url, { method, body: '', headers: { 'content-type': 'application/x-www-form-urlencoded' } })
}
