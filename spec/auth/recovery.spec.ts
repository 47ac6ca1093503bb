import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Client } from '../support/client'
import { knowDevice } from '../support/device-acts'
import { castPassword } from '../support/ground'
import { type MailSite, openMailSite } from '../support/mail-site'

let site: MailSite

const forgotten = '/mppeep/mot-de-passe-oublie'
const password = 'une phrase toute neuve'
const form = { password, again: password }

beforeAll(async () => {
  site = await openMailSite()
})
afterAll(() => site.close())

/** An account for each spec, with the password of the cast: each is written to a few times an hour. */
let email: string
let made = 0
beforeEach(async () => {
  site.mailbox.letters.length = 0
  email = await account()
})
async function account(changes: { disabled?: boolean; password?: null } = {}): Promise<string> {
  const address = `essai${++made}@mppeep.example`
  await site.sql`
    insert into users (email, name, password_hash, disabled_at)
    select ${address}, 'DAGO Serge', ${changes.password === null ? null : site.sql`password_hash`},
      ${changes.disabled ? site.sql`now()` : null}
    from users where email = 'agent@mppeep.example'`
  return address
}

/** Asks, and opens the letter that comes. */
async function link(to = email, client = site.visitor()): Promise<string> {
  const known = site.mailbox.letters.length
  const answer = await client.post(forgotten, { email: to })
  expect(answer.status).toBe(303)
  return vi.waitFor(() => {
    const letter = site.mailbox.letters
      .slice(known)
      .find((one) => one.to.includes(to) && one.text.includes('/mot-de-passe/'))
    return /(\/mppeep\/mot-de-passe\/[\w-]{43})\s/.exec(letter!.text)![1]!
  }, 8_000)
}
/** One in which the account was opened before. */
async function ownBrowser(): Promise<Client> {
  const client = site.visitor()
  await knowDevice(site, client, email)
  return client
}
const signIn = (client: Client, typed: string, as = email) =>
  client.post('/mppeep/connexion', { email: as, password: typed })
const events = async () =>
  (
    await site.sql<
      { event: string }[]
    >`select event from activities where event ~ '^(recovery|password)\\.' order by id`
  ).map(({ event }) => event)

describe('a forgotten password', () => {
  it('is asked for from the sign-in page', async () => {
    expect((await site.visitor().get('/mppeep/connexion')).text).toContain(`href="${forgotten}"`)
  })

  it('is replaced by a link that comes by mail', async () => {
    const [open, visitor] = [site.visitor(), site.visitor()]
    await signIn(open, castPassword)
    expect((await open.get('/mppeep/accueil')).status).toBe(200)
    const path = await link()
    const page = await visitor.get(path)
    expect(page.status).toBe(200)
    expect(page.headers['referrer-policy']).toBe('strict-origin')
    expect(page.text).toContain('autocomplete="new-password"')
    site.mailbox.letters.length = 0
    expect(await visitor.post(path, form)).toMatchObject({ status: 303, headers: { location: '/mppeep/connexion' } })
    // nobody is signed in by it, and everybody who was is out
    expect(visitor.cookies.has('session_id')).toBe(false)
    expect((await visitor.get('/mppeep/connexion')).text).toContain('Votre mot de passe est changé. Connectez-vous.')
    expect((await open.get('/mppeep/accueil')).status).toBe(303)
    expect((await signIn(site.visitor(), castPassword)).status).toBe(422)
    expect((await signIn(site.visitor(), password)).status).toBe(303)
    await vi.waitFor(
      () =>
        expect(site.mailbox.letters.map(({ headers }) => headers.get('subject'))).toEqual([
          'Votre mot de passe a été changé',
        ]),
      8_000,
    )
    expect((await events()).slice(-2)).toEqual(['recovery.asked', 'password.recovered'])
  })

  it('is kept by its hash only, for half an hour', async () => {
    const token = (await link()).split('/').at(-1)!
    const rows = await site.sql`
      select token_hash = encode(sha256(${token}::bytea), 'hex') as hashed, expires_at - created_at = interval '30 minutes' as short
      from account_links where user_id = (select id from users where email = ${email})`
    expect(rows).toEqual([{ hashed: true, short: true }])
  })

  it('answers the same for an account that does not exist, is disabled or has no password', async () => {
    const said = async (typed: string) => {
      const { status, headers, text } = await site.visitor().post(forgotten, { email: typed })
      const { 'x-request-id': _id, date: _date, ...same } = headers
      return { status, same, text }
    }
    const others = ['personne@mppeep.example', await account({ disabled: true }), await account({ password: null })]
    for (const other of others) expect(await said(other)).toEqual(await said(email))
    await vi.waitFor(async () => {
      const open =
        await site.sql`select from outbox where finished_at is null and kind in ('letter', 'account.recovery')`
      expect(open).toHaveLength(0)
    }, 8_000)
    const written = new Set(site.mailbox.letters.flatMap(({ to }) => to))
    expect([...written]).toEqual([email])
  })
})

describe('its link', () => {
  it('works once, and then is the same clear page as a forged, truncated, swapped or expired one', async () => {
    const [used, expired] = [await link(), await link(await account())]
    await site.visitor().post(used, form)
    await site.sql`update account_links set expires_at = now() where used_at is null`
    // good for something else
    const emailToken = 'e'.repeat(43)
    await site.sql`
      insert into account_links (token_hash, user_id, kind, email, expires_at)
      select encode(sha256(${emailToken}::bytea), 'hex'), id, 'email', 'a@mppeep.example', now() + interval '1 hour'
      from users where email = ${email}`
    const good = await link(await account())
    const bad = [used, expired, `${good}x`, good.slice(0, -1), `/mppeep/mot-de-passe/${'x'.repeat(43)}`]
    for (const path of [...bad, `/mppeep/mot-de-passe/${emailToken}`]) {
      for (const answer of [await site.visitor().get(path), await site.visitor().post(path, form)]) {
        expect(answer.status, path).toBe(404)
        expect(answer.text).toContain('Ce lien a déjà servi')
      }
    }
    expect((await site.visitor().post(good, form)).status).toBe(303)
  })

  it('stands beside one that is asked for later, and both are void once one of them is used', async () => {
    const owner = await ownBrowser()
    const [first, second] = [await link(), await link(email, owner)]
    for (const path of [first, second]) expect((await site.visitor().get(path)).status).toBe(200)
    expect((await site.visitor().post(first, form)).status).toBe(303)
    for (const path of [first, second]) expect((await site.visitor().get(path)).status).toBe(404)
  })

  it('used by ten at once changes the password once', async () => {
    const path = await link()
    const typed = Array.from({ length: 10 }, (_, i) => `${password} ${i}`)
    const answers = await Promise.all(typed.map((one) => site.visitor().post(path, { password: one, again: one })))
    expect(answers.map(({ status }) => status).sort()).toEqual([303, ...Array(9).fill(404)])
    const winner = typed[answers.findIndex(({ status }) => status === 303)]!
    expect((await signIn(site.visitor(), winner)).status).toBe(303)
  })

  it('is not used up by a password that is refused; why is said at the field, and what was typed is nowhere', async () => {
    const path = await link()
    for (const [wrong, said] of [
      [{ password: 'azerty123456789', again: 'azerty123456789' }, 'fait partie des plus courants'],
      [{ password: 'chez serge dimanche', again: 'chez serge dimanche' }, 'votre nom'],
      [{ password, again: `${password} ` }, 'Les deux saisies diffèrent.'],
    ] as const) {
      const answer = await site.visitor().post(path, wrong)
      expect(answer.status).toBe(422)
      expect(answer.text).toContain(said)
      expect(answer.text).not.toContain(wrong.password)
      // and without JavaScript too, how strong it is, when the rule says so
      if (wrong.password !== password) expect(answer.text).toContain('Solidité')
    }
    expect((await site.visitor().post(path, form)).status).toBe(303)
  })

  it('does not open a disabled account', async () => {
    const path = await link()
    await site.sql`update users set disabled_at = now() where email = ${email}`
    expect((await site.visitor().post(path, form)).status).toBe(404)
  })

  it('leaves the second factor in place', async () => {
    await site.sql`
      insert into second_factors (user_id, secret, confirmed_at)
      select id, sha512('a'::bytea), now() from users where email = ${email}`
    const path = await link()
    const short = 'vf7 aqzu'
    expect((await site.visitor().post(path, { password: short, again: short })).status).toBe(303)
    const visitor = site.visitor()
    await signIn(visitor, short)
    expect(visitor.cookies.has('session_id')).toBe(false)
    expect((await visitor.get('/mppeep/accueil')).status).toBe(303)
    await site.sql`delete from second_factors`
  })

  it('is not shown to those who look after the mail', async () => {
    const token = (await link()).split('/').at(-1)!
    const admin = await site.as('admin')
    const [letter] = await site.sql<{ id: string }[]>`
      select id from outbox where payload ->> 'letter' = 'recovery' order by id desc limit 1`
    // once it has left it is in the letter only
    expect(await site.sql`select from outbox where payload::text like ${`%${token}%`}`).toHaveLength(0)
    for (const part of ['', '/corps']) {
      const page = await admin.get(`/mppeep/courriers/${letter!.id}${part}`)
      expect(page.status).toBe(200)
      expect(page.text).toContain('/mppeep/mot-de-passe/…')
      expect(page.text).not.toContain(token)
    }
  })

  it('leaves no token in any line of the log', async () => {
    const path = await link()
    await site.lineOf(await site.visitor().get(path))
    await site.lineOf(await site.visitor().post(path, { ...form, password: 'canari-de-mot-de-passe', again: 'x' }))
    const token = path.split('/').at(-1)!
    const log = site.lines.join('\n')
    expect(log).toContain('/mppeep/mot-de-passe/…')
    for (const secret of [token, 'canari-de-mot-de-passe', password]) expect(log).not.toContain(secret)
  })
})
