import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'

let site: TestSite
let agent: Client
let rh: Client
let agentId: string
let agentFile: string

beforeAll(async () => {
  site = await openSite({ redis: false })
  agent = await site.as('agent')
  rh = await site.as('rh')
  const [account] = await site.sql<[{ id: string; file: string }]>`
    select id, person_id as file from users where email = 'agent@mppeep.example'`
  agentId = account.id
  agentFile = account.file
})
afterAll(() => site.close())
beforeEach(async () => {
  await site.sql`delete from notifications`
  await site.sql`delete from notification_preferences`
})

const place = '/mppeep/notifications'

async function tell(times: number, whose = agentId): Promise<string[]> {
  const rows = await site.sql<{ id: string }[]>`
    insert into notifications (user_id, kind, title, href)
    select ${whose}, 'essai', 'Essai ' || n, '/accueil' from generate_series(1, ${times}) as n returning id`
  return rows.map(({ id }) => id)
}

const put = (client: Client, path: string, form: Record<string, string> = {}) =>
  client.post(`${place}${path}?_method=PUT`, form)
const unread = async () =>
  (await site.sql<{ id: string }[]>`select id from notifications where read_at is null order by id`).map(({ id }) => id)
const titles = (html: string) => [...html.matchAll(/>(Essai \d+)</g)].map(([, title]) => title)

async function change(client: Client, fields: Record<string, unknown>, path = agentFile) {
  const [file] = await site.sql<[{ version: number }]>`select version from personnel where id = ${path}`
  return client.json('PATCH', `/mppeep/api/v1/personnel/${path}`, fields, { 'if-match': `"${file.version}"` })
}

it('shows the unread ones first, each set newest first, with a way to each', async () => {
  const ids = await tell(4)
  await put(agent, `/${ids[3]}/lecture`)
  const page = await agent.get(place)
  expect(page.status).toBe(200)
  expect(titles(page.text)).toEqual(['Essai 3', 'Essai 2', 'Essai 1', 'Essai 4'])
  expect(page.text.match(/Non lue/g)).toHaveLength(3)
  expect(page.text).toContain('<a href="/mppeep/accueil">Essai 4</a>')
})

it('says so when there is none, and who has nothing to mark sees no such button', async () => {
  const page = await agent.get(place)
  expect(page.text).toContain('Aucune notification')
  expect(page.text).not.toContain('Tout marquer comme lu')
})

it('shows each once over its pages, also across the last of the unread', async () => {
  const ids = await tell(75)
  await site.sql`update notifications set read_at = now() where id <= ${ids[39]!}`
  const seen: (string | undefined)[] = []
  let next: string | undefined = place
  for (let pages = 0; next; pages++) {
    expect(pages).toBeLessThan(3)
    const { text }: { text: string } = await agent.get(next)
    seen.push(...titles(text))
    next = /href="([^"]*\?apres=[^"]*)"/.exec(text)?.[1]
  }
  expect(seen).toEqual(Array.from({ length: 75 }, (_, n) => `Essai ${75 - n}`))
})

it.each(['1', '2-1', '1-x', '0-99999999999999999999', "1-1' or true--", ''])(
  'an address that is none of ours: apres=%s',
  async (apres) => {
    const { status } = await agent.get(`${place}?apres=${encodeURIComponent(apres)}`)
    expect(status).toBe(apres === '' ? 200 : 422)
  },
)

it('is read once, at the first time, however often it is marked', async () => {
  const [first, second] = await tell(2)
  expect((await put(agent, `/${first}/lecture`)).headers.location).toBe(place)
  const read = () => site.sql`select id, read_at from notifications order by id`
  const once = await read()
  expect((await put(agent, `/${first}/lecture`)).status).toBe(303)
  expect(await read()).toEqual(once)
  expect(await unread()).toEqual([second])
})

it('to open it is to have read it, and leads where it says', async () => {
  const [first] = await tell(1)
  const opened = await put(agent, `/${first}/lecture`, { suite: 'ouvrir' })
  expect(opened.status).toBe(303)
  expect(opened.headers.location).toBe('/mppeep/accueil')
  expect(await unread()).toEqual([])
})

it('a page that is looked at changes nothing', async () => {
  const ids = await tell(2)
  await agent.get(place)
  await agent.get(`${place}/${ids[0]}/lecture`)
  expect(await unread()).toEqual(ids)
})

it('marks all that was on the page, and not what has come since', async () => {
  const ids = await tell(3)
  const page = await agent.get(place)
  const [later] = await tell(1)
  const derniere = /name="derniere" value="(\d+)"/.exec(page.text)![1]!
  expect(derniere).toBe(ids[2])
  for (let twice = 0; twice < 2; twice++) {
    expect((await put(agent, '/lecture', { derniere })).headers.location).toBe(place)
    expect(await unread()).toEqual([later])
  }
})

it("somebody else's does not exist: neither to see, nor to mark, one by one or all at once", async () => {
  const ids = await tell(2)
  expect(titles((await rh.get(place)).text)).toEqual([])
  for (const id of [...ids, '0', '-1', 'x', '9'.repeat(30), agentFile]) {
    expect((await put(rh, `/${id}/lecture`)).status, id).toBe(404)
  }
  expect((await put(rh, '/lecture', { derniere: ids[1]! })).status).toBe(303)
  expect(await unread()).toEqual(ids)
  expect((await put(site.visitor(), `/${ids[0]}/lecture`)).headers.location).toContain('/mppeep/connexion')
})

it('what was said of somebody is not said any more to who may not read of them', async () => {
  const [other] = await site.sql<[{ id: string }]>`select id from personnel where id <> ${agentFile} limit 1`
  for (const about of [other.id, agentFile])
    await site.sql`
      insert into notifications (user_id, kind, title, href, person_id, read_at)
      select ${agentId}, 'corrections.asked', 'Essai ' || n, '/corrections/' || ${about}, ${about}, case n when 1 then now() end
      from generate_series(1, 2) as n`
  const { text } = await agent.get(place)
  expect(titles(text)).toEqual(['Essai 2', 'Essai 1'])
  expect(text.match(/Au sujet d’un dossier auquel vous n’avez plus accès/g)!.length).toBeGreaterThanOrEqual(2)
  expect(text).not.toContain(other.id)
})

it.each<[string, Record<string, string>, number]>([
  ['/lecture', {}, 422],
  ['/lecture', { derniere: 'x' }, 422],
  ['/lecture', { derniere: '1', autre: '1' }, 422],
  ['/1/lecture', { suite: 'ailleurs' }, 422],
  ['/preferences', {}, 422],
  ['/preferences', { mail: 'souvent' }, 422],
])('refuses %s with %o', async (path, form, status) => {
  expect((await put(agent, path, form)).status).toBe(status)
})

it('the person whose file was changed is told, without what was changed; then of the departure and the return', async () => {
  expect((await change(rh, { poBox: '17 BP 17' })).status).toBe(200)
  // saying the same again changes nothing
  expect((await change(rh, { poBox: '17 BP 17' })).status).toBe(200)
  const file = `/mppeep/personnel/${agentFile}`
  const form = { leftOn: new Date().toISOString().slice(0, 10), leftReason: 'Mutation' }
  expect((await rh.post(`${file}/depart?_method=PUT`, form)).status).toBe(303)
  expect((await rh.post(`${file}/depart?_method=DELETE`, {})).status).toBe(303)
  const told = await site.sql`select user_id, title, href, person_id, kind from notifications`
  expect(told).toEqual(
    Array(3).fill({
      user_id: agentId,
      title: 'Votre dossier a été modifié',
      href: `/personnel/${agentFile}`,
      person_id: agentFile,
      kind: 'personnel.changed',
    }),
  )
  expect((await agent.get(place)).text).not.toContain('17 BP 17')
})

it('nobody is told whose account is not in use, nor of a file without an account', async () => {
  await site.sql`update users set disabled_at = now() where id = ${agentId}`
  expect((await change(rh, { poBox: '18 BP 18' })).status).toBe(200)
  await site.sql`update users set disabled_at = null where id = ${agentId}`
  const [nobody] = await site.sql<[{ id: string }]>`
    select id from personnel where id not in (select person_id from users where person_id is not null) and left_on is null limit 1`
  expect((await change(rh, { poBox: '19 BP 19' }, nobody.id)).status).toBe(200)
  expect(await site.sql`select id from notifications`).toEqual([])
})

it('leads from every page to them, asks nothing of the database for it, and says so without scripts', async () => {
  const page = await agent.get('/mppeep/accueil')
  expect(page.text).toMatch(/<a class="bell" href="\/mppeep\/notifications"><svg[^>]*aria-label="Notifications à lire"/)
  expect(page.text).toContain('hx-sse:connect="/mppeep/live"')
  expect((await site.visitor().get('/mppeep/connexion')).text).not.toContain('class="bell"')
})

it('tidies away what was read and is old, and nothing else', async () => {
  const { deleteOldNotifications } = await import('../../src/notifications/notifications')
  const ids = await tell(4)
  await site.sql`update notifications set created_at = now() - interval '181 days' where id in (${ids[0]!}, ${ids[1]!})`
  await site.sql`update notifications set created_at = now() - interval '179 days' where id = ${ids[2]!}`
  await site.sql`update notifications set read_at = now() where id in (${ids[0]!}, ${ids[2]!})`
  expect(await deleteOldNotifications()).toBe(1)
  expect((await site.sql<{ id: string }[]>`select id from notifications order by id`).map(({ id }) => id)).toEqual(
    ids.slice(1),
  )
})
