import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { form, json } from '../personnel/paper'
import type { Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'
import { asShown, decide, place } from './hand'

/** Each setting does what it says: `logo` and `uploadLimitMb` in logo.spec, `maintenance` in maintenance.spec. */
let site: TestSite
let admin: Client
let rh: Client

beforeAll(async () => {
  site = await openSite()
  ;[admin, rh] = [await site.as('admin'), await site.as('rh')]
})
afterAll(() => site.close())

describe('organisationName, contactEmail and contactPhone', () => {
  it('are on the pages, those of errors and of the sign-in, and in letters', async () => {
    await decide(admin, 'organisation', {
      organisationName: 'Ministère de l’Essai & des <Épreuves>',
      contactEmail: 'aide@mppeep.example',
      contactPhone: '27 20 00 00 12',
    })
    const pages = [
      await site.visitor().get('/mppeep/connexion'),
      await site.visitor().get('/mppeep/rien'),
      await rh.get('/mppeep/accueil'),
      await rh.get('/mppeep/personnel'),
      await rh.get('/mppeep/personnel/x'),
    ]
    for (const { text } of pages) {
      expect(text).toContain('Ministère de l’Essai &amp; des &lt;Épreuves&gt;')
      expect(text).toContain('href="mailto:aide@mppeep.example"')
      expect(text).toContain('href="tel:2720000012"')
    }
    expect(pages[1]!.text).toContain('Besoin d’aide')
    const { pen } = await import('../../components/letters/letters')
    const letter = pen.draw({ letter: 'account-disabled', props: { email: 'a@mppeep.example' } }, 'Aya', 'http://x')
    expect(letter.text).toContain('(Ministère de l’Essai & des <Épreuves>)')
    expect(letter.text).toContain('aide@mppeep.example ou 27 20 00 00 12')
    expect(letter.html).toContain('des &lt;Épreuves&gt;')
  })
})

describe('organisationShortName', () => {
  it('is in the header of each page, of those that are kept drawn too, while titles stay', async () => {
    const list = '/mppeep/personnel?q=a'
    const before = await rh.get(list)
    expect(before.text).toContain('MPPEEP</a>')
    await decide(admin, 'organisation', { organisationShortName: 'MINESSAI' })
    for (const answer of [
      await rh.get(list),
      await rh.get('/mppeep/accueil'),
      await site.visitor().get('/mppeep/connexion'),
    ]) {
      expect(answer.text).toContain('MINESSAI</a>')
      expect(answer.text).toMatch(/<title>[^<]+ (—|&mdash;) MPPEEP<\/title>/)
    }
  })
})

describe('signInNotice', () => {
  it('is above the sign-in form, as text', async () => {
    await decide(admin, 'acces', { signInNotice: 'Fermé le <b>vendredi</b>.' })
    const page = await site.visitor().get('/mppeep/connexion')
    expect(page.text.indexOf('Fermé le &lt;b&gt;vendredi')).toBeLessThan(page.text.indexOf('name="email"'))
    expect(page.text).toContain('Fermé le &lt;b&gt;vendredi')
    await decide(admin, 'acces', { signInNotice: '' })
    expect((await site.visitor().get('/mppeep/connexion')).text).not.toContain('Fermé')
  })
})

describe('secondFactorGraceDays', () => {
  it('is how long a role that demands a second factor waits for it', async () => {
    const daf = await site.as('daf')
    expect((await daf.get('/mppeep/accueil')).status).toBe(200)
    await site.sql`update user_roles set given_at = now() - interval '10 days'`
    await decide(admin, 'acces', { secondFactorGraceDays: '9' })
    const late = await (await site.as('daf')).get('/mppeep/accueil')
    expect(late).toMatchObject({ status: 303, headers: { location: '/mppeep/profil/second-facteur' } })
    await site.sql`update settings set chosen = jsonb_set(chosen, '{secondFactorGraceDays}', '90')`
    await site.sql`
      insert into settings (chosen) select chosen from settings order by version desc limit 1`
    await expect
      .poll(async () => (await (await site.as('daf')).get('/mppeep/accueil')).status, { timeout: 3_000 })
      .toBe(200)
    admin = await site.as('admin')
  })
})

describe('matriculeModel', () => {
  const create = (matricule: string) => rh.post('/mppeep/personnel', form({ matricule, cle: randomUUID() }))
  const call = (matricule: string) => rh.json('POST', '/mppeep/api/v1/personnel', json({ matricule }))

  it('is what a new matricule is like, on the page and in the API, and what the field says', async () => {
    expect((await create('910001A')).status).toBe(303)
    await decide(admin, 'dossiers', { matriculeModel: 'CI-9999/AA' })
    expect((await rh.get('/mppeep/personnel/nouveau')).text).toContain('Sur le modèle CI-9999/AA')
    const refused = await create('910002A')
    expect(refused.status).toBe(422)
    expect(refused.text).toMatch(/id="champ-matricule-erreur">.*CI-3874\/MM/s)
    expect((await call('910003A')).status).toBe(422)
    for (const wrong of ['CI-12345/AB', 'CI-123/AB', 'CI-12A4/AB', 'CI-1234/A1', 'XCI-1234/AB', '........../'])
      expect((await create(wrong)).status, wrong).toBe(422)
    expect((await create('ci-1234/ab')).status).toBe(303)
    expect((await call('CI-1235/AB')).status).toBe(201)
  })

  it('leaves the matricules that are there valid, and not those that change', async () => {
    const [file] = await site.sql<[{ id: string }]>`select id from personnel where matricule = '910001A'`
    const page = await rh.get(`/mppeep/personnel/${file.id}/modification`)
    const asIs = asShown(page)
    const put = `/mppeep/personnel/${file.id}?_method=PUT`
    expect((await rh.post(put, { ...asIs, children: '5' })).status).toBe(303)
    const now = asShown(await rh.get(`/mppeep/personnel/${file.id}/modification`))
    expect((await rh.post(put, { ...now, matricule: '910009A' })).status).toBe(422)
    expect((await rh.post(put, { ...now, matricule: 'CI-0001/ZZ' })).status).toBe(303)
  })
})

describe('the five weights', () => {
  it('are those of the marks of this year and of the next ones, and rewrite none of the past', async () => {
    const year = new Date().getUTCFullYear()
    const [{ id }] = await site.sql<[{ id: string }]>`
      select id from personnel p where left_on is null
        and not exists (select from evaluations e where e.person_id = p.id and e.year >= ${year - 1}) limit 1`
    const mark = async (of: number) => {
      const [row] = await site.sql<[{ mark: number }]>`
        insert into evaluations (person_id, year, technical, organisation, initiative, diligence, relations, state)
        values (${id}, ${of}, 20, 10, 0, 0, 0, 'brouillon')
        on conflict (person_id, year) do update set technical = excluded.technical
        returning final_mark::float8 as mark`
      return row.mark
    }
    expect(await mark(year - 1)).toBe(8)
    expect(await mark(year)).toBe(8)
    await decide(admin, 'evaluations', {
      ...{ weightTechnical: '50', weightOrganisation: '50', weightInitiative: '0' },
      ...{ weightDiligence: '0', weightRelations: '0' },
    })
    const [kept] = await site.sql<[{ mark: number }]>`
      select final_mark::float8 as mark from evaluations where person_id = ${id} and year = ${year}`
    expect(kept.mark).toBe(8)
    expect(await mark(year)).toBe(15)
    expect(await mark(year - 1)).toBe(8)
  })
})

describe('mailByDefault', () => {
  it('is how whoever has chosen nothing is told by mail', async () => {
    const [account] = await site.sql<[{ id: string }]>`select id from users where email = 'agent@mppeep.example'`
    await site.sql`insert into notifications (user_id, kind, title, href) values (${account.id}, 'essai', 'Essai', '/accueil')`
    const { sendAtOnce, sendDigests } = await import('../../src/notifications/letters')
    const today = new Date().toISOString().slice(0, 10)
    const agent = await site.as('agent')
    const shown = async () =>
      /<input [^>]*value="(\w+)"[^>]* checked=""/.exec((await agent.get('/mppeep/notifications/preferences')).text)?.[1]
    expect(await sendAtOnce(today)).toBe(0)
    await decide(admin, 'notifications', { mailByDefault: 'jamais' })
    expect(await shown()).toBe('jamais')
    expect([await sendAtOnce(today), await sendDigests(today)]).toEqual([0, 0])
    await decide(admin, 'notifications', { mailByDefault: 'immediat' })
    expect(await shown()).toBe('immediat')
    expect(await sendAtOnce(today)).toBe(1)
    // who has had the letter of a day goes on following what is decided
    await decide(admin, 'notifications', { mailByDefault: 'quotidien' })
    await site.sql`insert into notifications (user_id, kind, title, href) values (${account.id}, 'essai', 'Essai', '/accueil')`
    expect(await sendDigests(today)).toBe(1)
    await decide(admin, 'notifications', { mailByDefault: 'jamais' })
    expect(await shown()).toBe('jamais')
  })
})

it('no setting is without its place on the page', async () => {
  const { settingsSchema } = await import('../../src/settings/schema')
  const { sections } = await import('../../src/settings/rules')
  const shown = Object.values(sections).flatMap(({ fields }) => fields as readonly string[])
  expect([...shown, 'logo'].sort()).toEqual(Object.keys(settingsSchema.shape).sort())
  expect((await admin.get(place)).status).toBe(200)
})
