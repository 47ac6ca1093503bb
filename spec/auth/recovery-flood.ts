import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import type { Client } from '../support/client'
import { knowDevice } from '../support/device-acts'
import { type MailSite, openMailSite } from '../support/mail-site'

const forgotten = '/mppeep/mot-de-passe-oublie'
const password = 'une phrase toute neuve'

/** What those who only know an address can do to its owner, whether or not Redis is there. */
export function floodHolds(redis: boolean): void {
  let site: MailSite
  let email: string
  let places = 0

  beforeAll(async () => {
    site = await openMailSite({ redis })
  })
  afterAll(() => site.close())
  beforeEach(async () => {
    email = `cible${++places}@mppeep.example`
    await site.sql`
      insert into users (email, name, password_hash)
      select ${email}, 'DAGO Serge', password_hash from users where email = 'agent@mppeep.example'`
  })

  it('thirty strangers at once cause one letter, and the owner gets another in their own browser', async () => {
    expect(await strangers(30)).toEqual(Array(30).fill(303))
    const [first] = await letters(1)
    const owner = site.visitor()
    await knowDevice(site, owner, email)
    expect((await owner.post(forgotten, { email })).status).toBe(303)
    const own = (await letters(2)).find((link) => link !== first)!
    // who comes after it makes nothing void
    await strangers(30)
    await idle()
    expect(await letters(2)).toHaveLength(2)
    expect((await site.visitor().post(own, { password, again: password })).status).toBe(303)
    for (const link of [first!, own]) expect((await site.visitor().get(link)).status).toBe(404)
  })

  it('an owner without a known browser has a link that is good for twenty minutes more, whoever asked for it', async () => {
    await strangers(30)
    const [link] = await letters(1)
    const elsewhere = site.visitor()
    await age(9)
    expect((await elsewhere.post(forgotten, { email })).status).toBe(303)
    await idle()
    expect(await letters(1)).toHaveLength(1)
    expect((await elsewhere.get(link!)).status).toBe(200)
    await age(1)
    expect((await elsewhere.post(forgotten, { email })).status).toBe(303)
    const both = await letters(2)
    for (const one of both) expect((await elsewhere.get(one)).status).toBe(200)
  })

  it('an hour of strangers is six letters, and the owner’s own browsers cause five more', async () => {
    for (let minute = 0; minute < 60; minute += 5) {
      await strangers(2)
      await idle()
      await age(5)
    }
    expect(await letters(6)).toHaveLength(6)
    const browsers = await Promise.all(['B', 'C'].map(owned))
    const statuses = await Promise.all(
      browsers.flatMap((browser) => Array.from({ length: 4 }, () => browser.post(forgotten, { email }))),
    )
    expect(statuses.map(({ status }) => status)).toEqual(Array(8).fill(303))
    await idle()
    expect(await letters(11)).toHaveLength(11)
  })

  async function strangers(many: number): Promise<number[]> {
    const answers = Array.from({ length: many }, () => stranger().post(forgotten, { email }))
    return (await Promise.all(answers)).map(({ status }) => status)
  }

  function stranger(): Client {
    return site.visitor(`2001:db8:${(++places).toString(16)}::1`)
  }

  /** One of several browsers in which the account was opened before. */
  async function owned(sign: string): Promise<Client> {
    const client = site.visitor()
    const cookie = sign.repeat(22)
    client.cookies.set('appareil', cookie)
    await site.sql`
      insert into known_devices (user_id, token_hash)
      select id, encode(sha256(${cookie}::bytea), 'hex') from users where email = ${email}`
    return client
  }

  /** The links of the letters to this account, once there are so many. */
  function letters(many: number): Promise<string[]> {
    return vi.waitFor(() => {
      const links = site.mailbox.letters
        .filter(({ to }) => to.includes(email))
        .flatMap(({ text }) => /(\/mppeep\/mot-de-passe\/[\w-]{43})\s/.exec(text)?.[1] ?? [])
      expect(links.length).toBeGreaterThanOrEqual(many)
      return links
    }, 10_000)
  }

  /** The worker has nothing left to do. */
  function idle(): Promise<unknown> {
    return vi.waitFor(async () => {
      const open = await site.sql`
        select from outbox where finished_at is null and kind in ('letter', 'account.recovery')`
      expect(open).toHaveLength(0)
    }, 10_000)
  }

  /** So much time goes by for the links of this account. */
  async function age(minutes: number): Promise<void> {
    await site.sql`
      update account_links
      set created_at = created_at - make_interval(mins => ${minutes}), expires_at = expires_at - make_interval(mins => ${minutes})
      where user_id = (select id from users where email = ${email})`
  }
}
