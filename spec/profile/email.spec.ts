import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../support/client'
import { castPassword } from '../support/ground'
import { openSite, type TestSite } from '../support/site'

let site: TestSite
const page = '/mppeep/profil/adresse'

beforeAll(async () => {
  site = await openSite()
})
afterAll(() => site.close())

type Letter = { letter: string; to: string; token: string | null }
const letters = () => site.sql<Letter[]>`
  select payload ->> 'letter' as letter, payload -> 'to' ->> 'email' as to, payload -> 'props' ->> 'token' as token
  from outbox where kind = 'letter' order by id`

async function ask(client: Client, email: string): Promise<string> {
  expect(await client.post(page, { email })).toMatchObject({ status: 303, headers: { location: '/mppeep/profil' } })
  return `${page}/${(await letters()).findLast(({ letter }) => letter === 'email-confirmation')!.token}`
}
const emailOf = async (name: string) => {
  const [row] = await site.sql<{ email: string }[]>`select email from users where name = ${name}`
  return row?.email
}

describe('another address', () => {
  it('holds once the link sent there is opened by whoever asked; both addresses are told', async () => {
    const client = await site.as('invite')
    const link = await ask(client, 'Nouvelle@mppeep.example')
    expect((await letters()).map(({ letter, to }) => `${letter} ${to}`)).toEqual([
      'email-changing invite@mppeep.example',
      'email-confirmation Nouvelle@mppeep.example',
    ])
    expect(await emailOf('Visite')).toBe('invite@mppeep.example')
    // opening it changes nothing, and somebody else's session opens nothing
    expect((await client.get(link)).text).toContain('Nouvelle@mppeep.example')
    expect(await emailOf('Visite')).toBe('invite@mppeep.example')
    const stranger = await site.as('rh')
    for (const answer of [await stranger.get(link), await stranger.post(link, {})]) expect(answer.status).toBe(404)
    expect((await site.visitor().post(link, {})).status).toBe(303)
    expect((await client.post(link, {})).status).toBe(303)
    expect(await emailOf('Visite')).toBe('Nouvelle@mppeep.example')
    expect((await letters()).at(-1)).toMatchObject({ letter: 'email-changing', to: 'invite@mppeep.example' })
    // at once, and from then on
    expect((await client.get('/mppeep/profil')).text).toContain('Nouvelle@mppeep.example')
    const other = site.visitor()
    expect(
      (await other.post('/mppeep/connexion', { email: 'nouvelle@mppeep.example', password: castPassword })).status,
    ).toBe(303)
    expect((await client.post(link, {})).status).toBe(404)
    const lines = await site.sql`select event, before, after from activities where event ~ '^email' order by id`
    expect(lines).toEqual([
      { event: 'email.change_asked', before: null, after: { email: 'Nouvelle@mppeep.example' } },
      {
        event: 'email.changed',
        before: { email: 'invite@mppeep.example' },
        after: { email: 'Nouvelle@mppeep.example' },
      },
    ])
  })

  it('is kept by the hash of its link only, and the log has no token', async () => {
    const client = await site.as('agent')
    const link = await ask(client, 'agent.neuf@mppeep.example')
    const token = link.split('/').at(-1)!
    const hash = createHash('sha256').update(token).digest('hex')
    expect(await site.sql`select 1 from account_links where token_hash = ${hash} and used_at is null`).toHaveLength(1)
    const answer = await client.get(link)
    expect(answer.headers['referrer-policy']).toBe('strict-origin')
    expect((await site.lineOf(answer))['url.path']).toBe(`${page}/…`)
    expect(site.lines.join('')).not.toContain(token)
  })

  it('is asked for with the password, unless it was just given', async () => {
    const client = await site.as('chef')
    await site.sql`update sessions set proved_at = now() - interval '16 minutes'`
    await site.sql`update users set preferences = preferences`
    const { refreshSessionsOf } = await import('../../src/auth/auth')
    const [chef] = await site.sql<{ id: string }[]>`select id from users where email = 'chef@mppeep.example'`
    await refreshSessionsOf(chef!.id)
    const email = 'chef.neuf@mppeep.example'
    expect((await client.get(page)).text).toContain('name="proof"')
    const refused = await client.post(page, { email })
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('id="champ-proof-erreur"')
    expect(refused.text).toContain(`value="${email}"`)
    expect((await client.post(page, { email, proof: castPassword })).status).toBe(303)
  })

  it('that another account has answers the same, and nobody is written to there', async () => {
    const client = await site.as('daf')
    const before = (await letters()).length
    expect((await client.post(page, { email: 'DRH@mppeep.example' })).status).toBe(303)
    expect((await letters()).slice(before).map(({ letter, to }) => `${letter} ${to}`)).toEqual([
      'email-changing daf@mppeep.example',
    ])
  })

  it('taken by another account meanwhile is refused, and nothing is lost', async () => {
    const client = await site.as('auditeur')
    const link = await ask(client, 'prise@mppeep.example')
    await site.sql`insert into users (email, name) values ('Prise@mppeep.example', 'Autre')`
    const answer = await client.post(link, {})
    expect(answer.status).toBe(409)
    expect(answer.text).toContain('Un autre compte porte maintenant cette adresse.')
    expect(await emailOf('Audit')).toBe('auditeur@mppeep.example')
  })

  it('is asked for five times an hour at most', async () => {
    const client = await site.as('admin')
    const statuses: number[] = []
    for (let i = 0; i < 6; i++) statuses.push((await client.post(page, { email: `a${i}@mppeep.example` })).status)
    expect(statuses).toEqual([303, 303, 303, 303, 303, 429])
  })
})
