import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'

type Letters = typeof import('../../src/notifications/letters')
type Letter = { to: { email: string; name: string }; items: { title: string; href: string }[] }

let site: TestSite
let letters: Letters
let agent: Client
const accounts = new Map<string, string>()

beforeAll(async () => {
  site = await openSite({ redis: false })
  letters = await import('../../src/notifications/letters')
  agent = await site.as('agent')
  for (const { id, email } of await site.sql<{ id: string; email: string }[]>`select id, email from users`)
    accounts.set(email.split('@')[0]!, id)
})
afterAll(() => site.close())
beforeEach(async () => {
  await site.sql`delete from notifications`
  await site.sql`delete from notification_preferences`
  await site.sql`delete from outbox`
})

const today = '2026-11-23'

async function tell(name: string, times = 1): Promise<void> {
  await site.sql`
    insert into notifications (user_id, kind, title, href)
    select ${accounts.get(name)!}, 'essai', 'Essai ' || n, '/accueil' from generate_series(1, ${times}) as n`
}

async function posted(): Promise<Letter[]> {
  const rows = await site.sql<{ payload: { letter: string; to: Letter['to']; props: { items: Letter['items'] } } }[]>`
    select payload from outbox where kind = 'letter' order by id`
  return rows.map(({ payload: { letter, to, props } }) => {
    expect(letter).toBe('digest')
    return { to, items: props.items }
  })
}

async function choose(mail: string): Promise<void> {
  expect((await agent.post('/mppeep/notifications/preferences?_method=PUT', { mail })).status).toBe(303)
}

it('what is about somebody out of reach by now is in no letter', async () => {
  const told = (about: string) => site.sql`
    insert into notifications (user_id, kind, title, href, person_id)
    select ${accounts.get('chef')!}, 'essai', 'Une correction', '/accueil', p.id from personnel p join units u on u.id = p.unit_id
    where (u.id in (
      select subtree(r.unit_id) from user_roles r where r.user_id = ${accounts.get('chef')!} and r.role = 'chef'
    )) = ${about === 'below'} limit 1`
  await told('foreign')
  expect([await letters.sendDigests(today), await posted()]).toEqual([0, []])
  await told('below')
  expect(await letters.sendDigests('2026-11-24')).toBe(1)
  expect((await posted())[0]!.items).toHaveLength(1)
})

it('the daily letter says in one what is unread and was in none, newest first', async () => {
  await tell('agent', 3)
  await tell('chef')
  await site.sql`update notifications set read_at = now() where title = 'Essai 2'`
  expect(await letters.sendDigests(today)).toBe(2)
  const sent = await posted()
  expect(sent.map(({ to }) => to.email).sort()).toEqual(['agent@mppeep.example', 'chef@mppeep.example'])
  const mine = sent.find(({ to }) => to.email.startsWith('agent'))!
  expect(mine.items).toMatchObject([
    { title: 'Essai 3', href: '/mppeep/accueil' },
    { title: 'Essai 1', href: '/mppeep/accueil' },
  ])
})

it('comes once a day, however often and however many at once ask for it', async () => {
  await tell('agent')
  await Promise.all([letters.sendDigests(today), letters.sendDigests(today), letters.sendDigests(today)])
  await tell('agent')
  await letters.sendDigests(today)
  // a clock that went back
  await letters.sendDigests('2026-11-22')
  expect(await posted()).toHaveLength(1)
  expect(await letters.sendDigests('2026-11-24')).toBe(1)
  expect((await posted()).map(({ items }) => items.length)).toEqual([1, 1])
})

it('shows fifty at most, and takes all', async () => {
  await tell('agent', 60)
  await letters.sendDigests(today)
  const [letter] = await posted()
  expect(letter!.items).toHaveLength(50)
  expect(letter!.items[0]!.title).toBe('Essai 60')
  expect(await site.sql`select id from notifications where mailed_at is null`).toEqual([])
})

it('comes at once to who wishes so, and never to who does not', async () => {
  await choose('immediat')
  await tell('agent')
  expect(await letters.sendDigests(today)).toBe(0)
  await Promise.all([letters.sendAtOnce(today), letters.sendAtOnce(today)])
  expect(await posted()).toHaveLength(1)
  await tell('agent')
  expect(await letters.sendAtOnce(today)).toBe(1)
  await choose('jamais')
  await tell('agent')
  expect(await letters.sendAtOnce(today)).toBe(0)
  expect(await letters.sendDigests(today)).toBe(0)
  expect(await posted()).toHaveLength(2)
})

it('goes to nobody whose account is not in use', async () => {
  await tell('agent')
  await site.sql`update users set disabled_at = now() where id = ${accounts.get('agent')!}`
  expect(await letters.sendDigests(today)).toBe(0)
  await site.sql`update users set disabled_at = null where id = ${accounts.get('agent')!}`
})

it('an address that takes no letter keeps nobody else from theirs, and loses nothing', async () => {
  await tell('agent')
  await tell('chef')
  await site.sql`update users set email = 'pas une adresse' where id = ${accounts.get('agent')!}`
  expect(await letters.sendDigests(today)).toBe(1)
  expect((await posted()).map(({ to }) => to.email)).toEqual(['chef@mppeep.example'])
  await site.sql`update users set email = 'agent@mppeep.example' where id = ${accounts.get('agent')!}`
  expect(await letters.sendDigests(today)).toBe(1)
})

it('is chosen on a page: once a day unless something else is said', async () => {
  const chosen = async () =>
    /value="(\w+)" checked/.exec((await agent.get('/mppeep/notifications/preferences')).text)?.[1]
  expect(await chosen()).toBe('quotidien')
  for (const mail of ['immediat', 'jamais', 'jamais', 'quotidien']) {
    await choose(mail)
    expect(await chosen()).toBe(mail)
  }
  const refused = await agent.post('/mppeep/notifications/preferences?_method=PUT', { mail: 'x' })
  expect(refused.status).toBe(422)
  expect(refused.text).toContain('Choisissez une valeur de la liste.')
  expect(await chosen()).toBe('quotidien')
})
