import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Client } from '../support/client'
import { castPassword } from '../support/ground'
import { openSite, type TestSite } from '../support/site'

let site: TestSite
const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0'
const android =
  'Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36'

beforeAll(async () => {
  site = await openSite()
})
afterAll(() => site.close())
beforeEach(async () => {
  await site.sql`delete from sessions`
  await site.sql`delete from known_devices`
  await site.sql`delete from outbox`
})

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex')
const letters = () => site.sql<{ to: string; props: Record<string, string> }[]>`
  select payload #>> '{to,email}' as to, payload -> 'props' as props from outbox
  where payload ->> 'letter' = 'new-device' order by id`

async function signIn(name: string, headers: Record<string, string> = {}, client = site.visitor()): Promise<Client> {
  const answer = await client.post(
    '/mppeep/connexion',
    { email: `${name}@mppeep.example`, password: castPassword },
    headers,
  )
  expect(answer.status).toBe(303)
  return client
}

describe('a sign-in', () => {
  it('from a browser that the account does not know is told by letter, the very first one excepted', async () => {
    const home = await signIn('agent', { 'user-agent': firefox })
    expect(await letters()).toEqual([])
    expect(home.cookies.get('appareil')).toMatch(/^[\w-]{22}$/)
    const phone = await signIn('agent', { 'user-agent': android, 'cf-ipcountry': 'CI' })
    const at = expect.stringMatching(/^\d{4}-\d\d-\d\dT/)
    const props = { device: 'Chrome sur Android', place: 'Côte d’Ivoire', address: phone.address, at }
    expect(await letters()).toEqual([{ to: 'agent@mppeep.example', props }])
    // each of them again, from wherever
    for (const browser of [home, phone]) {
      const moved = site.visitor()
      moved.cookies.set('appareil', browser.cookies.get('appareil')!)
      await signIn('agent', {}, moved)
      expect(moved.cookies.get('appareil')).toBe(browser.cookies.get('appareil'))
    }
    expect(await letters()).toHaveLength(1)
  })

  it('says in the journal with which device, and from which country', async () => {
    await signIn('agent', { 'user-agent': firefox, 'cf-ipcountry': 'CI' })
    const [line] = await site.sql`select after from activities where event = 'session.opened' order by id desc limit 1`
    expect(line).toEqual({ after: { device: 'Firefox sur Windows', country: 'CI' } })
  })

  it('from several browsers at once is told once for each, but for the first', async () => {
    const clients = Array.from({ length: 4 }, () => site.visitor())
    await Promise.all(clients.map((client) => signIn('chef', {}, client)))
    expect(await letters()).toHaveLength(3)
    expect(await site.sql`select token_hash from known_devices`).toHaveLength(4)
  })

  it('twice at once in the same browser is told once', async () => {
    await signIn('chef')
    const cookie = 'appareil=BBBBBBBBBBBBBBBBBBBBBB'
    await Promise.all([1, 2, 3].map(() => signIn('chef', { cookie })))
    expect(await letters()).toHaveLength(1)
  })

  it('knows a browser for each account by itself, and by the hash of what it holds', async () => {
    const client = await signIn('chef')
    const token = client.cookies.get('appareil')!
    await signIn('rh')
    const shared = site.visitor()
    shared.cookies.set('appareil', token)
    await signIn('rh', {}, shared)
    expect(await letters()).toHaveLength(1)
    const rows = await site.sql<{ hash: string }[]>`select token_hash as hash from known_devices`
    expect(rows.filter(({ hash }) => hash === hashOf(token))).toHaveLength(2)
  })

  it('takes no value for a browser’s that is not of the form of ours', async () => {
    for (const cookie of ['appareil=court', `appareil=${'x'.repeat(4_000)}`, 'appareil=%00%ff', '__Host-appareil=1'])
      await signIn('chef', { cookie })
    expect(await site.sql`select from known_devices`).toHaveLength(4)
    expect(await site.sql`select from known_devices where token_hash = ${hashOf('court')}`).toEqual([])
  })

  it('that is refused makes no browser known, and writes to nobody', async () => {
    await signIn('chef')
    const client = site.visitor()
    const form = { email: 'chef@mppeep.example', password: 'une autre phrase' }
    const refused = await client.post('/mppeep/connexion', form)
    expect([refused.status, refused.headers['set-cookie']]).toEqual([422, undefined])
    expect(await letters()).toEqual([])
    expect(await site.sql`select from known_devices`).toHaveLength(1)
  })

  it('is told in a letter that can be read', async () => {
    await signIn('agent')
    await signIn('agent', { 'user-agent': firefox, 'cf-ipcountry': 'CI' })
    const { pen } = await import('../../components/letters/letters')
    const [letter] = await site.sql<{ payload: { to: unknown } }[]>`select payload from outbox`
    const { to: _, ...asked } = letter!.payload
    const { subject, text, html } = pen.draw(pen.asked.parse(asked), 'KONAN Aya', 'https://mppeep.example')
    expect(subject).toBe('Connexion à votre compte depuis un nouvel appareil')
    for (const words of ['Firefox sur Windows', 'Côte d’Ivoire', 'Ce n’était pas vous\u202f?', '/profil/appareils'])
      expect([text.includes(words), html.includes(words)], words).toEqual([true, true])
    expect(text).toContain('/profil/mot-de-passe')
  })
})
