import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { addAccountWith } from '../support/accounts'
import type { Answer } from '../support/client'
import { openSite, type TestSite } from '../support/site'

let site: TestSite
let invite: () => Promise<string | null>

beforeAll(async () => {
  site = await openSite({ demo: false })
  const { inviteFirstAdministrator } = await import('../../src/users/users')
  invite = inviteFirstAdministrator
})
afterAll(() => site.close())
beforeEach(async () => {
  await site.sql`delete from sessions`
  await site.sql`alter table activities disable trigger all`
  await site.sql`delete from activities`
  await site.sql`alter table activities enable trigger all`
  await site.sql`delete from users`
  await site.sql`delete from invitations`
})

const password = 'une phrase bien à moi'
const form = { name: 'Première Personne', email: 'premiere@mppeep.example', password, again: password }
const link = async () => `/mppeep/invitation/${await invite()}`
const accounts = () =>
  site.sql<
    { email: string; role: string }[]
  >`select u.email, r.role from users u join user_roles r on r.user_id = u.id order by u.email`

describe('the link of the first administrator', () => {
  it('makes one account, with which one signs in', async () => {
    const [path, visitor] = [await link(), site.visitor()]
    expect(path).toMatch(/^\/mppeep\/invitation\/[\w-]{43}$/)
    const page = await visitor.get(path)
    expect(page.status).toBe(200)
    expect(page.text).toContain('autocomplete="new-password"')
    expect(await visitor.post(path, form)).toMatchObject({ status: 303, headers: { location: '/mppeep/connexion' } })
    expect((await visitor.get('/mppeep/connexion')).text).toContain('Le compte est créé.')
    expect(await accounts()).toEqual([{ email: 'premiere@mppeep.example', role: 'admin' }])
    expect((await visitor.post('/mppeep/connexion', { email: form.email, password })).status).toBe(303)
    // and which needs a second factor before anything else
    expect(await visitor.get('/mppeep/accueil')).toMatchObject({
      status: 303,
      headers: { location: '/mppeep/profil/second-facteur' },
    })
    const [line] =
      await site.sql`select event, actor_name, host(address) as address, after from activities where event = 'account.created'`
    expect(line).toEqual({
      event: 'account.created',
      actor_name: 'Invitation',
      address: visitor.address,
      after: { email: form.email, roles: ['admin'] },
    })
  })

  it('has the password judged, while somebody types it, by what else is typed and by the minimum of the page', async () => {
    const [path, visitor] = [await link(), site.visitor()]
    const page = await visitor.get(path)
    expect(page.text).toContain(`hx-post="${path}/solidite"`)
    expect(page.text).toContain('hx-include="#champ-password, #champ-name, #champ-email"')
    const told = async (typed: Record<string, string>) => (await visitor.post(`${path}/solidite`, typed)).text
    expect(await told({ password: 'cinq mots' })).toContain('Au moins 15 caractères')
    const about = { password: 'brindille sur son chemin de fer' }
    expect(await told({ ...about, name: 'Aya BRINDILLE', email: '' })).toContain('votre nom')
    expect(await told({ ...about, name: '', email: 'brindille@mppeep.example' })).toContain('votre adresse')
    expect(await accounts()).toEqual([])
  })

  it('is nowhere to be read, only its hash', async () => {
    const token = await invite()
    expect(await site.sql`select 1 from invitations where token_hash = ${token!}`).toEqual([])
    expect(await site.sql`select 1 from invitations`).toHaveLength(1)
  })

  it('works once: then, and for a stranger, it is the same clear page', async () => {
    const path = await link()
    const visitor = site.visitor()
    await visitor.post(path, form)
    const used = await visitor.get(path)
    const again = await visitor.post(path, { ...form, email: 'seconde@mppeep.example' })
    const stranger = await visitor.get(`/mppeep/invitation/${'x'.repeat(43)}`)
    for (const page of [used, again, stranger]) {
      expect(page.status).toBe(404)
      expect(page.text).toContain('Ce lien a déjà servi, ou il a expiré.')
    }
    expect(await accounts()).toHaveLength(1)
    expect(await invite()).toBeNull()
  })

  it('used by twenty at once makes one account', async () => {
    const path = await link()
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => site.visitor().post(path, { ...form, email: `n${i}@mppeep.example` })),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([303, ...Array(19).fill(404)])
    expect(await accounts()).toHaveLength(1)
  })

  it('voids every other link, also of several used in the same instant', async () => {
    const paths = await Promise.all([link(), link(), link(), link()])
    const post = (path: string, i: number) => site.visitor().post(path, { ...form, email: `n${i}@mppeep.example` })
    let answers: Promise<Answer>[] = []
    // each has found its link good before the first can write an account
    await site.sql.begin(async (tx) => {
      await tx`lock table users in share row exclusive mode`
      answers = paths.map(post)
      await delay(1_000)
    })
    const statuses = (await Promise.all(answers)).map(({ status }) => status)
    expect(statuses.sort()).toEqual([303, 404, 404, 404])
    expect(await accounts()).toHaveLength(1)
    expect(await site.sql`select 1 from invitations where used_at is null`).toEqual([])
  })

  it('is void as soon as there is an account by another door', async () => {
    const path = await link()
    await addAccountWith('autre@mppeep.example', 'admin', password)
    expect((await site.visitor().get(path)).status).toBe(404)
    expect((await site.visitor().post(path, form)).status).toBe(404)
    expect(await accounts()).toHaveLength(1)
  })

  it('ends after a day', async () => {
    const path = await link()
    expect(await site.sql`select expires_at - created_at = interval '24 hours' as day from invitations`).toEqual([
      { day: true },
    ])
    await site.sql`update invitations set expires_at = now() - interval '1 second'`
    expect((await site.visitor().get(path)).status).toBe(404)
    expect((await site.visitor().post(path, form)).status).toBe(404)
    expect(await accounts()).toEqual([])
  })

  it.each<[string, Partial<typeof form>, string]>([
    ['too short', { password: 'quatorze signe', again: 'quatorze signe' }, 'Au moins 15 caractères'],
    ['too long', { password: 'x'.repeat(129), again: 'x'.repeat(129) }, 'Au plus 128 caractères.'],
    ['not the same twice', { again: `${password} ` }, 'Les deux saisies diffèrent.'],
    ['empty', { password: '', again: '' }, 'Au moins 15 caractères'],
    ['no name', { name: ' ' }, 'Au moins 2 caractères.'],
    ['no address', { email: 'premiere' }, 'Une adresse électronique'],
  ])(
    'says at the field what is wrong, keeps what was typed, and goes on working: %s',
    async (_what, wrong, sentence) => {
      const path = await link()
      const typed = { ...form, ...wrong }
      const page = await site.visitor().post(path, typed)
      expect(page.status).toBe(422)
      expect(page.text).toContain(sentence)
      const field =
        Object.keys(wrong).at(-1) === 'again' && wrong.password === undefined ? 'again' : Object.keys(wrong)[0]
      expect(page.text).toContain(`id="champ-${field}-erreur"`)
      if (typed.email) expect(page.text).toContain(`value="${typed.email}"`)
      if (typed.password) expect(page.text).not.toContain(typed.password)
      expect(await accounts()).toEqual([])
      expect((await site.visitor().post(path, form)).status).toBe(303)
    },
  )

  it.each([
    'quinze signes !',
    'fort long, '.repeat(12).slice(0, 127).concat('.'),
    '  espaces   partout  ',
    'É̀ô🗝️ une phrase',
    'une phrase "avec" <des> signes',
  ])('takes a password of %j, to the letter', async (wanted) => {
    const path = await link()
    expect((await site.visitor().post(path, { ...form, password: wanted, again: wanted })).status).toBe(303)
    expect((await site.visitor().post('/mppeep/connexion', { email: form.email, password: wanted })).status).toBe(303)
    expect((await site.visitor().post('/mppeep/connexion', { email: form.email, password: `${wanted} ` })).status).toBe(
      422,
    )
  })
})
