import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { System } from '../src/actor'
import type * as Mail from '../src/mail/mail'
import type * as Outbox from '../src/outbox/outbox'
import type * as Users from '../src/users/users'
import { type Mailbox, openMailbox } from './support/mailbox'
import { freePort, openSite, type TestSite } from './support/site'

let site: TestSite
let mailbox: Mailbox
let users: typeof Users
let outbox: typeof Outbox
let mail: typeof Mail
let startWork: typeof import('../src/work').startWork
let transaction: typeof import('../src/db/sql').transaction
const running: { stop(): Promise<void> }[] = []

const operator: System = {
  kind: 'system',
  name: 'essai',
  origin: { address: null, cfRay: null, requestId: null },
}
const konan = { email: 'aya.konan@mppeep.example', name: 'KONAN Aya «\u202fHélène\u202f»' }

/** However slow the machine. */
const soon = <T>(check: () => T) => vi.waitFor(check, 5_000)

beforeAll(async () => {
  mailbox = await openMailbox(await freePort())
  site = await openSite({
    demo: false,
    env: {
      SMTP_URL: mailbox.url,
      MAIL_FROM: 'Ministère <drh@mppeep.example>',
      PUBLIC_ORIGIN: 'https://rh.mppeep.example',
    },
  })
  users = await import('../src/users/users')
  outbox = await import('../src/outbox/outbox')
  mail = await import('../src/mail/mail')
  ;({ startWork } = await import('../src/work'))
  ;({ transaction } = await import('../src/db/sql'))
})
afterAll(async () => {
  await site.close()
  await mailbox.close()
})
beforeEach(async () => {
  await site.sql`delete from outbox`
  await site.sql`delete from user_roles`
  await site.sql`delete from users`
  mailbox.letters.length = 0
})
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.stop()))
})

const work = () => running.push(startWork())
const create = (changes: Partial<typeof konan> = {}) =>
  users.openAccount(operator, { ...konan, ...changes, person: null }, [{ role: 'auditeur', unit: null }])
const close = async () => {
  const [account] = await site.sql<{ id: string }[]>`select id from users where email = ${konan.email}`
  await users.disableAccount(operator, account!.id, { reason: 'Mutation', proof: null })
}
const rows = () => site.sql<{ id: string; state: string; attempts: number; reason: string | null; result: unknown }[]>`
  select id, state, attempts, reason, result from outbox where kind = 'letter' order by id`
const becomes = (state: string) =>
  soon(async () => {
    const [row] = await rows()
    expect(row?.state).toBe(state)
    return row!
  })

describe('a letter', () => {
  it('tells its owner of a new account, in HTML and in text, and never the password', async () => {
    work()
    await create()
    const row = await becomes('done')
    expect(mailbox.letters).toHaveLength(1)
    const [letter] = mailbox.letters
    expect(letter).toMatchObject({ from: 'drh@mppeep.example', to: [konan.email] })
    expect(Object.fromEntries(letter!.headers)).toMatchObject({
      subject: 'Votre compte MPPEEP vous attend',
      from: 'Ministère <drh@mppeep.example>',
      'message-id': `<${row.id}@rh.mppeep.example>`,
      'auto-submitted': 'auto-generated',
      date: expect.stringMatching(/\+0000$/),
    })
    expect(letter!.headers.get('to')).toContain(konan.email)
    for (const part of [letter!.text, letter!.html]) {
      expect(part).toContain(konan.name)
      expect(part).toContain(konan.email)
      expect(part).toContain('https://rh.mppeep.example/mppeep/bienvenue/')
    }
    expect(letter!.text).not.toMatch(/<\w|&\w+;/)
    expect(letter!.html).toMatch(/^<!DOCTYPE html><html lang="fr">/)
    expect(letter!.html).not.toMatch(/<(img|script|link)|url\(/)
    expect(row.result).toEqual({ response: expect.stringMatching(/^250 /) })
  })

  it('tells its owner that an account is closed, once', async () => {
    work()
    await create()
    await close()
    await close()
    await soon(async () => expect((await rows()).map(({ state }) => state)).toEqual(['done', 'done']))
    const subjects = mailbox.letters.map(({ headers }) => headers.get('subject')).sort()
    expect(subjects).toEqual(['Votre compte MPPEEP est désactivé', 'Votre compte MPPEEP vous attend'])
  })

  it('is not sent when the act it tells about did not happen', async () => {
    work()
    await create()
    await expect(create({ name: 'Une autre' })).rejects.toMatchObject({ kind: 'invalid' })
    await create({ email: 'autre@mppeep.example' })
    await soon(() => expect(mailbox.letters).toHaveLength(2))
    expect(mailbox.letters.map(({ to }) => to[0]).sort()).toEqual(['autre@mppeep.example', konan.email])
    expect(await rows()).toHaveLength(2)
  })

  it('is written for none of the accounts of a demonstration', async () => {
    const { seedOnFirstStart } = await import('../src/demonstration/first-start')
    await seedOnFirstStart()
    expect(await site.sql`select from users`).toHaveLength(8)
    expect(await rows()).toEqual([])
  })

  it('lists in a digest what it is about, as text on a page: never as markup', async () => {
    work()
    const items = [
      {
        title: 'Absence de <b>KOFFI</b> & Cie',
        date: '2026-11-22T08:00:00Z',
        href: '/mppeep/personnel/1?onglet=absences',
      },
      { title: 'Évaluation à valider', date: '2026-11-21', href: '/mppeep/personnel/2' },
    ]
    await transaction((tx) => mail.send(tx, { letter: 'digest', to: konan, props: { items } }))
    await becomes('done')
    const [letter] = mailbox.letters
    expect(letter!.headers.get('subject')).toBe('MPPEEP\u202f: 2\u00a0nouvelles notifications')
    expect(letter!.text).toContain(
      '- Absence de <b>KOFFI</b> & Cie (22/11/2026)\n  https://rh.mppeep.example/mppeep/personnel/1?onglet=absences\n',
    )
    expect(letter!.html).toContain('Absence de &lt;b&gt;KOFFI&lt;/b&gt; &amp; Cie')
    expect(letter!.html).toContain('href="https://rh.mppeep.example/mppeep/personnel/2"')
  })

  it('that goes again after its worker was not heard of any more is the same, its Message-ID and its date included', async () => {
    await create()
    const [row] = await rows()
    // delivered by one that died before it could say so
    work()
    await becomes('done')
    await site.sql`update outbox set state = 'running', worker = 'gone', finished_at = null, lease_until = now() - interval '1 second'`
    await soon(() => expect(mailbox.letters).toHaveLength(2))
    expect(new Set(mailbox.letters.map(({ headers }) => headers.get('message-id')))).toEqual(
      new Set([`<${row!.id}@rh.mppeep.example>`]),
    )
    expect(new Set(mailbox.letters.map(({ headers }) => headers.get('date'))).size).toBe(1)
  })
})

describe('a letter that would say more than it should', () => {
  it.each([
    ['a line end in the address', { email: 'a@mppeep.example\r\nBcc: b@mppeep.example' }],
    ['a second address', { email: 'a@mppeep.example,b@mppeep.example' }],
    ['an address with a name of its own', { email: 'A <a@mppeep.example>' }],
    ['no address', { email: 'personne' }],
    ['a line end in the name', { name: 'KONAN\nBcc: b@mppeep.example' }],
    ['a line separator in the name', { name: 'KONAN\u2028Bcc: b@mppeep.example' }],
  ])('%s is refused with the act, which leaves no trace', async (_what, changes) => {
    await expect(create(changes)).rejects.toMatchObject({ kind: 'invalid', status: 422 })
    expect(await rows()).toEqual([])
    expect(await site.sql`select from users`).toEqual([])
  })

  it.each([
    ['an unknown letter', { letter: 'ransom', to: konan, props: {} }],
    ['other properties than its own', { letter: 'account-enabled', to: konan, props: { password: 'x' } }],
    [
      'a link that leads elsewhere',
      { letter: 'digest', to: konan, props: { items: [{ title: 'x', date: '2026-11-22', href: '//evil.example' }] } },
    ],
    [
      'an injected header',
      { letter: 'account-enabled', to: { ...konan, name: 'a\r\nBcc: b@x' }, props: { email: konan.email } },
    ],
    ['nobody to go to', { letter: 'account-enabled', props: { email: konan.email } }],
  ])('posted behind our back with %s, it is dead at once with its reason', async (_what, payload) => {
    work()
    await transaction((tx) => outbox.post(tx, { kind: 'letter', payload }))
    expect((await becomes('dead')).reason).toMatch(/^Contenu illisible/)
    expect(mailbox.letters).toEqual([])
  })
})
