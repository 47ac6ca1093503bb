import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { atOnce, errorsOf } from '../personnel/paper'
import { codeNow, door, enrol, place as own } from '../support/authenticator'
import type { Client } from '../support/client'
import { castPassword } from '../support/ground'
import { openSite, type TestSite } from '../support/site'
import { accountOf, counted, deleteForm, enrolled, place } from './paper'

let site: TestSite
let admin: Client
let made = 0

beforeAll(async () => {
  site = await openSite()
  admin = await site.as('admin')
})
afterAll(() => site.close())

/** Somebody with a second factor, signed in with it; the telephone and the codes are lost from here on. */
async function protectedBy(role: string) {
  const email = `perdu${++made}@mppeep.example` as const
  const id = await enrolled(site, email, role)
  await site.sql`
    update users set password_hash = (select password_hash from users where email = 'agent@mppeep.example') where id = ${id}`
  const client = await site.as(email)
  const { secret, codes } = await enrol(client)
  await site.sql`update second_factors set last_step = 0 where user_id = ${id}`
  return { id, email, client, secret, codes, at: `${place}/${id}/second-facteur` }
}
const signIn = async (email: string) => {
  const client = site.visitor()
  const answer = await client.post('/mppeep/connexion', { email, password: castPassword })
  return { client, answer }
}
/** What there is of it; of a session that went on under another id both rows. */
async function leftOf(id: string) {
  const [row] = await site.sql`
    select (select count(*)::int from second_factors where user_id = ${id}) as factors,
      (select count(*)::int from recovery_codes where user_id = ${id}) as codes,
      (select count(*)::int from pending_sign_ins where user_id = ${id}) as pending,
      (select count(*)::int from sessions where user_id = ${id}) as sessions,
      (select count(*)::int from activities where target_id = ${id} and event = 'second_factor.reset') as lines,
      (select auth_epoch::int from users where id = ${id}) as epoch`
  return row as Record<'factors' | 'codes' | 'pending' | 'sessions' | 'lines' | 'epoch', number>
}
const lettersTo = async (email: string) =>
  (
    await site.sql`
      select payload->'props' as props from outbox
      where payload->>'letter' = 'second-factor' and payload->'to'->>'email' = ${email} and payload->'props'->>'what' = 'reset'`
  ).map(({ props }) => props)

describe('a second factor that is lost', () => {
  let lost: Awaited<ReturnType<typeof protectedBy>>

  beforeEach(async () => {
    lost = await protectedBy('agent')
  })

  it('is reset by an administrator: sessions end, and the password alone leads on', async () => {
    expect((await lost.client.get('/mppeep/accueil')).status).toBe(200)
    const waiting = await signIn(lost.email)
    expect(waiting.answer.headers.location).toMatch(new RegExp(`^${door}`))
    const before = await leftOf(lost.id)
    expect(before).toMatchObject({ factors: 1, codes: 10, pending: 1, sessions: 2 })
    expect((await admin.get(`${place}/${lost.id}`)).text).toContain(`href="${lost.at}"`)
    expect((await admin.get(lost.at)).text).toContain(`action="${lost.at}?_method=DELETE"`)
    const answer = await deleteForm(admin, lost.at)
    expect(answer).toMatchObject({ status: 303, headers: { location: `${place}/${lost.id}` } })
    const epoch = before.epoch + 1
    expect(await leftOf(lost.id)).toEqual({ factors: 0, codes: 0, pending: 0, sessions: 0, lines: 1, epoch })
    // also where a copy of the session was kept
    expect((await lost.client.get('/mppeep/accueil')).headers.location).toMatch(/^\/mppeep\/connexion/)
    // who had shown the password before begins again
    await waiting.client.post(door, { code: codeNow(lost.secret) })
    expect((await waiting.client.get('/mppeep/accueil')).status).toBe(303)
    const page = await admin.get(`${place}/${lost.id}`)
    expect(page.text).toContain('Ce compte n’a plus de second facteur')
    expect(page.text).toContain('Second facteur réinitialisé')
    expect(page.text).not.toContain(`href="${lost.at}"`)
    const { client } = await signIn(lost.email)
    expect((await client.get('/mppeep/accueil')).status).toBe(200)
  })

  it('is told to its owner, and noted with who did it', async () => {
    await deleteForm(admin, lost.at)
    expect(await lettersTo(lost.email)).toEqual([{ what: 'reset', short: false }])
    const lines = await site.sql`
      select actor_id, target_kind, before, after from activities where target_id = ${lost.id} and event = 'second_factor.reset'`
    const adminId = await accountOf(site, 'admin@mppeep.example')
    expect([...lines]).toEqual([{ actor_id: adminId, target_kind: 'account', before: null, after: null }])
    expect(await site.sql`select from outbox where kind = 'account.recovery'`).toEqual([])
  })

  it('is reset once, asked for by five at once and once more', async () => {
    const { epoch } = await leftOf(lost.id)
    const answers = await atOnce(5, () => deleteForm(admin, lost.at))
    expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(303))
    const after = await counted(site)
    expect((await deleteForm(admin, lost.at)).status).toBe(303)
    expect(await counted(site)).toEqual(after)
    expect(await leftOf(lost.id)).toMatchObject({ lines: 1, epoch: epoch + 1 })
    expect(await lettersTo(lost.email)).toHaveLength(1)
  })

  it('leaves nobody in who shows a code at that moment', async () => {
    const visitors = await Promise.all([1, 2, 3].map(() => signIn(lost.email)))
    const [reset] = await Promise.all([
      deleteForm(admin, lost.at),
      ...visitors.map(({ client }, i) => client.post(door, { code: lost.codes[i]! })),
    ])
    expect(reset.status).toBe(303)
    expect(await leftOf(lost.id)).toMatchObject({ factors: 0, codes: 0, pending: 0, sessions: 0, lines: 1 })
  })

  it.each(['agent', 'chef', 'rh', 'drh', 'daf', 'auditeur', 'invite'] as const)('is not reset by %s', async (role) => {
    const client = await site.as(role)
    const before = [await counted(site), await leftOf(lost.id)]
    expect((await deleteForm(client, lost.at)).status).toBe(403)
    expect((await client.get(lost.at)).status).toBe(403)
    expect([await counted(site), await leftOf(lost.id)]).toEqual(before)
  })

  it('is not reset without proof, and the form is shown again', async () => {
    const client = await site.as('admin')
    const adminId = await accountOf(site, 'admin@mppeep.example')
    await site.sql`update sessions set proved_at = now() - interval '1 hour' where user_id = ${adminId}`
    for (const proof of ['', 'une phrase de travers']) {
      const answer = await deleteForm(client, lost.at, { proof })
      expect(answer.status).toBe(422)
      expect(errorsOf(answer)).toHaveProperty('proof')
      expect(answer.text).toContain(`action="${lost.at}?_method=DELETE"`)
    }
    expect(await leftOf(lost.id)).toMatchObject({ factors: 1, codes: 10, sessions: 2, lines: 0 })
    expect((await deleteForm(client, lost.at, { proof: castPassword })).status).toBe(303)
    expect(await leftOf(lost.id)).toMatchObject({ factors: 0, lines: 1 })
  })

  it('sends a link to replace a password that was only good beside it', async () => {
    await site.sql`update users set short_password = true where id = ${lost.id}`
    await deleteForm(admin, lost.at)
    expect(await lettersTo(lost.email)).toEqual([{ what: 'reset', short: true }])
    const links = await site.sql`select payload->>'userId' as id from outbox where kind = 'account.recovery'`
    expect([...links]).toEqual([{ id: lost.id }])
  })
})

it('a key that is only proposed is none: nothing happens', async () => {
  const id = await enrolled(site, 'propose@mppeep.example', 'agent')
  await site.sql`insert into second_factors (user_id, secret) values (${id}, ${Buffer.alloc(64, 1)})`
  const before = [await counted(site), await leftOf(id)]
  expect((await deleteForm(admin, `${place}/${id}/second-facteur`)).status).toBe(303)
  expect((await admin.get(`${place}/${id}/second-facteur`)).status).toBe(303)
  expect([await counted(site), await leftOf(id)]).toEqual(before)
})

describe('an administrator', () => {
  it('does not reset their own', async () => {
    const keeper = await protectedBy('admin')
    const client = await site.as(keeper.email)
    expect((await client.get(`${place}/${keeper.id}`)).text).not.toContain(keeper.at)
    expect((await client.get(keeper.at)).status).toBe(303)
    expect((await deleteForm(client, keeper.at)).status).toBe(403)
    expect(await leftOf(keeper.id)).toMatchObject({ factors: 1, codes: 10, lines: 0 })
  })

  it('who lost it is let in by the program, only to make another', { timeout: 60_000 }, async () => {
    const keeper = await protectedBy('admin')
    await site.sql`update user_roles set given_at = now() - interval '91 days' where user_id = ${keeper.id}`
    const command = ['src/door.mjs', 'cli', 'user:reset-second-factor', keeper.email]
    // the program brings the schema up to date, which only its owner may
    const direct = new URL(process.env.DATABASE_URL!)
    const [owner] = await site.sql<[{ name: string }]>`select current_user as name`
    direct.username = owner.name
    const env = { ...process.env, DIRECT_DATABASE_URL: direct.href }
    const run = () => promisify(execFile)(process.execPath, command, { env })
    expect((await run()).stdout).toContain('Second facteur réinitialisé')
    expect((await run()).stdout).toContain('rien n’a changé')
    expect(await leftOf(keeper.id)).toMatchObject({ factors: 0, sessions: 0, lines: 1 })
    // also in a site that runs beside it
    expect((await keeper.client.get('/mppeep/utilisateurs')).headers.location).toMatch(/^\/mppeep\/connexion/)
    const { client } = await signIn(keeper.email)
    expect(await client.get('/mppeep/utilisateurs')).toMatchObject({ status: 303, headers: { location: own } })
    await enrol(client)
    expect((await client.get('/mppeep/utilisateurs')).status).toBe(200)
  })
})
