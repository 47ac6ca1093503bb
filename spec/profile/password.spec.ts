import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Client } from '../support/client'
import { castPassword } from '../support/ground'
import { openSite, type TestSite } from '../support/site'

let site: TestSite
const page = '/mppeep/profil/mot-de-passe'
const password = 'une phrase toute neuve'
const form = { current: castPassword, password, again: password }

beforeAll(async () => {
  site = await openSite()
})
afterAll(() => site.close())

let email: string
let made = 0
beforeEach(async () => {
  email = `essai${++made}@mppeep.example`
  await site.sql`
    with made as (
      insert into users (email, name, password_hash)
      select ${email}, 'DAGO Serge', password_hash from users where email = 'agent@mppeep.example' returning id
    )
    insert into user_roles (user_id, role) select id, 'agent' from made`
})

async function enter(typed = castPassword): Promise<Client> {
  const client = site.visitor()
  expect((await client.post('/mppeep/connexion', { email, password: typed })).status).toBe(303)
  return client
}
const change = (client: Client, typed: Record<string, string>) => client.post(`${page}?_method=PUT`, typed)
const isIn = async (client: Client) => (await client.get('/mppeep/accueil')).status === 200
const letters = () => site.sql`
  select payload ->> 'letter' as letter from outbox where kind = 'letter' and payload -> 'to' ->> 'email' = ${email}
    and payload ->> 'letter' = 'password-changed'`

describe('changing one’s password', () => {
  it('offers to end the other sessions, and does; one’s own goes on under another id', async () => {
    const [client, other] = [await enter(), await enter()]
    expect((await client.get(page)).text).toMatch(/name="others"[^>]*checked|checked[^>]*name="others"/)
    const before = client.cookies.get('session_id')
    expect(await change(client, { ...form, others: 'oui' })).toMatchObject({
      status: 303,
      headers: { location: '/mppeep/profil' },
    })
    expect((await client.get('/mppeep/profil')).text).toContain('Votre mot de passe est changé.')
    expect(client.cookies.get('session_id')).not.toBe(before)
    expect([await isIn(client), await isIn(other)]).toEqual([true, false])
    const stolen = site.visitor()
    stolen.cookies.set('session_id', before!)
    expect(await isIn(stolen)).toBe(false)
    await enter(password)
    expect(await letters()).toHaveLength(1)
    const [line] = await site.sql`
      select a.after, a.target_id = u.id::text as own from activities a join users u on u.email = ${email}
      where a.event = 'password.changed' and a.actor_id = u.id`
    expect(line).toEqual({ after: { othersEnded: true }, own: true })
  })

  it('leaves them when that is wished', async () => {
    const [client, other] = [await enter(), await enter()]
    await change(client, form)
    expect([await isIn(client), await isIn(other)]).toEqual([true, true])
  })

  it('asks for the present one even of somebody who has just signed in', async () => {
    const client = await enter()
    for (const current of ['', 'une autre phrase à moi']) {
      const answer = await change(client, { ...form, current })
      expect(answer.status).toBe(422)
      expect(answer.text).toContain('id="champ-current-erreur"')
    }
    await enter()
    expect(await letters()).toHaveLength(0)
  })

  it('lets the present one be guessed as often as at sign-in', async () => {
    const client = await enter()
    for (let i = 0; i < 5; i++) expect((await change(client, { ...form, current: `essai ${i}` })).status).toBe(422)
    const answer = await change(client, form)
    expect(answer.status).toBe(429)
    expect(answer.text).toContain('Trop de mots de passe erronés. Réessayez dans 15 minutes\u202f; se connecter attend')
    expect(answer.text).not.toContain('Trop de tentatives de connexion')
  })

  it('refuses what is no good at the field that is wrong, and shows how strong it is', async () => {
    const client = await enter()
    for (const [wrong, field, said] of [
      [{ password: castPassword, again: castPassword }, 'password', 'celui que vous avez déjà'],
      [{ password: 'azerty123456789', again: 'azerty123456789' }, 'password', 'plus courants'],
      [{ password: 'dago et sa mangue', again: 'dago et sa mangue' }, 'password', 'votre nom'],
      [{ password, again: 'autre' }, 'again', 'diffèrent'],
    ] as const) {
      const answer = await change(client, { ...form, ...wrong })
      expect(answer.status).toBe(422)
      expect(answer.text).toContain(`id="champ-${field}-erreur"`)
      expect(answer.text).toContain(said)
      // what the rule lets pass is judged by a thread, which may have no time
      if (wrong.password !== password) expect(answer.text).toContain('Solidité')
      expect(answer.text).not.toContain(wrong.password)
    }
    expect(await letters()).toHaveLength(0)
  })

  it('sent twice at once changes it once', async () => {
    const client = await enter()
    const again = 'une autre phrase neuve'
    const answers = await Promise.all([change(client, form), change(client, { ...form, password: again, again })])
    expect(answers.map(({ status }) => status).filter((status) => status === 303)).toHaveLength(1)
    expect(await letters()).toHaveLength(1)
  })

  it('leaves neither password in the log', async () => {
    const client = await enter()
    await site.lineOf(await change(client, { ...form, password: 'canari dans la mine', again: 'canari' }))
    await site.lineOf(await change(client, form))
    for (const secret of [castPassword, password, 'canari']) expect(site.lines.join('')).not.toContain(secret)
  })
})

describe('while somebody types', () => {
  const type = (client: Client, typed: string) => client.post('/mppeep/solidite', { password: typed })

  it('says how strong it is and why, to whoever chooses one, and keeps nothing', { timeout: 30_000 }, async () => {
    const client = await enter()
    expect((await type(client, 'dago')).text).toContain('Au moins 15 caractères')
    expect((await type(client, 'dago et sa mangue')).text).toContain('votre nom')
    const good = await vi.waitFor(async () => {
      const answer = await type(site.visitor(), 'correct canari batterie agrafe')
      expect(answer.text).toContain('excellente')
      return answer
    }, 25_000)
    expect(good.headers['cache-control']).toBe('private, no-store')
    await site.lineOf(good)
    expect(site.lines.join('')).not.toContain('canari batterie')
  })

  it('answers two a second of one address, and no more', async () => {
    const client = site.visitor()
    const answers = await Promise.all(Array.from({ length: 130 }, () => type(client, '')))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(120)
    expect(answers.filter(({ status, text }) => status === 429 && text === '')).toHaveLength(10)
  })
})
