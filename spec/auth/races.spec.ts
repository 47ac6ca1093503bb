import { randomBytes } from 'node:crypto'
import type { TransactionSql } from 'postgres'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { codeNow, door, enrol, place } from '../support/authenticator'
import { castPassword } from '../support/ground'
import { openSite, type TestSite } from '../support/site'

/** What happens between two requests at once, made to happen: a row is held until both are where they meet. */
let site: TestSite

beforeAll(async () => {
  site = await openSite()
})
afterAll(() => site.close())

let made = 0
/** An account of its own, with the password of the cast. */
async function account(): Promise<{ id: string; email: string }> {
  const email = `course${++made}@mppeep.example`
  const [row] = await site.sql<[{ id: string }]>`
    insert into users (email, name, password_hash)
    select ${email}, 'DAGO Serge', password_hash from users where email = 'agent@mppeep.example'
    returning id`
  await site.sql`insert into user_roles (user_id, role) values (${row.id}, 'agent')`
  return { id: row.id, email }
}

/** Does `meanwhile` while `hold` holds what it has locked; then lets go. */
async function holding<T>(hold: (tx: TransactionSql) => Promise<unknown>, meanwhile: () => Promise<T>): Promise<T> {
  let release = () => {}
  const over = new Promise<void>((resolve) => (release = resolve))
  let holder: Promise<unknown> = Promise.resolve()
  await new Promise<void>((held, failed) => {
    holder = site.sql.begin(async (tx) => {
      await hold(tx)
      held()
      await over
    })
    holder.catch(failed)
  })
  try {
    return await meanwhile()
  } finally {
    release()
    await holder
  }
}

/** So many of the site's queries stand in line for a row. */
const waiting = (count: number) =>
  vi.waitFor(
    async () => {
      const rows = await site.sql`
        select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
      expect(rows.length).toBe(count)
    },
    { timeout: 4_000, interval: 10 },
  )
const opened = async (id: string) => (await site.sql`select from sessions where user_id = ${id}`).length

describe('a sign-in with the password of before', () => {
  it('opens nothing when the password is replaced by a link at that moment', async () => {
    const { id, email } = await account()
    const token = randomBytes(32).toString('base64url')
    const { hashOf } = await import('../../src/auth/token')
    await site.sql`
      insert into account_links (token_hash, user_id, kind, expires_at)
      values (${hashOf(token)}, ${id}, 'recovery', now() + interval '30 minutes')`
    const password = 'une phrase toute neuve'
    const answers = await holding(
      (tx) => tx`select from users where id = ${id} for no key update`,
      async () => {
        const replaced = site.visitor().post(`/mppeep/mot-de-passe/${token}`, { password, again: password })
        await waiting(1)
        const entered = site.visitor().post('/mppeep/connexion', { email, password: castPassword })
        await waiting(2)
        return [replaced, entered]
      },
    )
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([303, 409])
    expect(await opened(id)).toBe(0)
  })
})

describe('an address that somebody else takes at that moment', () => {
  it('is a conflict, said calmly', async () => {
    const [mine, other] = [await account(), await account()]
    const client = await site.as(mine.email as `${string}@${string}`)
    const wanted = `commune${made}@mppeep.example`
    await client.post('/mppeep/profil/adresse', { email: wanted })
    const [letter] = await site.sql<[{ token: string }]>`
      select payload -> 'props' ->> 'token' as token from outbox
      where payload ->> 'letter' = 'email-confirmation' and payload -> 'to' ->> 'email' = ${wanted}`
    const answer = await holding(
      (tx) => tx`update users set email = ${wanted} where id = ${other.id}`,
      async () => {
        const confirmed = client.post(`/mppeep/profil/adresse/${letter.token}`, {})
        await waiting(1)
        return [confirmed]
      },
    )
    const [confirmed] = await Promise.all(answer)
    expect(confirmed!.status).toBe(409)
    expect(confirmed!.text).toContain('Un autre compte porte maintenant cette adresse.')
    const [row] = await site.sql`select email from users where id = ${mine.id}`
    expect(row).toEqual({ email: mine.email })
  })
})

describe('what is held of an account', () => {
  it('keeps nobody from writing what that account did: two who act on each other never block each other', async () => {
    const { id, email } = await account()
    const client = await site.as(email as `${string}@${string}`)
    const admin = await site.as('admin')
    // as a line of the journal about an act of this account does, and a session that goes on under another id
    const statuses = await holding(
      (tx) => tx`select from users where id = ${id} for key share`,
      async () => {
        const password = 'une phrase toute neuve'
        const changed = await client.ask('/mppeep/profil/mot-de-passe?_method=PUT', {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body: new URLSearchParams({ current: castPassword, password, again: password }).toString(),
        })
        const ended = await admin.post(`/mppeep/utilisateurs/${id}/sessions?_method=DELETE`, {})
        return [changed.status, ended.status]
      },
    )
    expect(statuses).toEqual([303, 303])
  })

  it('is taken in one order: the account, its second factor, the sign-ins that wait for a code', async () => {
    const { id, email } = await account()
    const client = await site.as(email as `${string}@${string}`)
    const { secret } = await enrol(client)
    await site.sql`update second_factors set last_step = 0 where user_id = ${id}`
    const visitor = site.visitor()
    await visitor.post('/mppeep/connexion', { email, password: castPassword })
    const shown = await holding(
      (tx) => tx`select from second_factors where user_id = ${id} for update`,
      async () => {
        const answer = visitor.post(door, { code: codeNow(secret) })
        await waiting(1)
        expect(await site.sql`select from pending_sign_ins where user_id = ${id} for update skip locked`).toHaveLength(
          1,
        )
        return [answer]
      },
    )
    expect((await Promise.all(shown))[0]!.status).toBe(303)
    const removed = await holding(
      (tx) => tx`select from users where id = ${id} for no key update`,
      async () => {
        const answer = client.post(`${place}?_method=DELETE`, {})
        await waiting(1)
        expect(await site.sql`select from second_factors where user_id = ${id} for update skip locked`).toHaveLength(1)
        return [answer]
      },
    )
    expect((await Promise.all(removed))[0]!.status).toBe(303)
  })
})

it('whoever Postgres turns away three times to free two that wait for each other is asked to try again', async () => {
  const { transaction } = await import('../../src/db/sql')
  let times = 0
  const stuck = transaction(async (tx) => {
    times += 1
    await tx`do $$ begin raise exception 'deadlock detected' using errcode = '40P01'; end $$`
  })
  await expect(stuck).rejects.toMatchObject({ kind: 'unavailable', status: 503 })
  expect(times).toBe(3)
})

it('a proof is the password of the account itself, whatever address its session thinks it has', async () => {
  const [mine, other] = [await account(), await account()]
  const client = await site.as(mine.email as `${string}@${string}`)
  await site.sql`update sessions set proved_at = now() - interval '1 hour' where user_id = ${mine.id}`
  // from now on Redis has a copy of the account
  await client.get('/mppeep/profil')
  const { hashPassword } = await import('../../src/auth/password')
  const theirs = 'celui de quelqu’un d’autre'
  await site.sql`update users set email = ${`ancien-${mine.email}`} where id = ${mine.id}`
  await site.sql`update users set email = ${mine.email}, password_hash = ${await hashPassword(theirs)} where id = ${other.id}`
  expect((await client.post(`${place}/cle`, { proof: theirs })).status).toBe(422)
  expect((await client.post(`${place}/cle`, { proof: castPassword })).status).toBe(303)
})
