import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { atOnce, errorsOf } from '../personnel/paper'
import type { Client } from '../support/client'
import { castPassword } from '../support/ground'
import { openSite, type TestSite } from '../support/site'
import { accountOf, counted, deleteForm, enrolled, place, putForm } from './paper'

/** Without Redis: `acts-alone.spec.ts`. */
describe('how an account stands', () => {
  let site: TestSite
  let admin: Client

  beforeAll(async () => {
    site = await openSite()
    admin = await site.as('admin')
  })
  afterAll(() => site.close())

  const linesOf = async (id: string) =>
    (await site.sql`select event from activities where target_id = ${id} order by id`).map(({ event }) => event)

  it('an account that is disabled is out at once, told why, and comes back as it was', async () => {
    const email = 'ferme@mppeep.example'
    const id = await enrolled(site, email, 'daf')
    const client = await site.as(email)
    expect((await client.get('/mppeep/personnel')).status).toBe(200)
    const answers = await atOnce(3, () =>
      putForm(admin, `${place}/${id}/desactivation`, { reason: 'Départ en mission' }),
    )
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303])
    expect((await client.get('/mppeep/personnel')).headers.location).toMatch(/^\/mppeep\/connexion/)
    expect(await site.sql`select 1 from sessions where user_id = ${id}`).toEqual([])
    const page = await admin.get(`${place}/${id}`)
    expect(page.text).toContain('Départ en mission')
    const letters = await site.sql`
      select payload->>'letter' as letter, payload->'props'->>'reason' as reason from outbox where payload->'to'->>'email' = ${email}`
    expect([...letters]).toEqual([{ letter: 'account-disabled', reason: 'Départ en mission' }])
    expect((await deleteForm(admin, `${place}/${id}/desactivation`)).status).toBe(303)
    expect((await (await site.as(email)).get('/mppeep/personnel')).status).toBe(200)
    expect(await linesOf(id)).toEqual(['account.disabled', 'account.enabled'])
  })

  it('an account is not disabled without a reason, nor by its owner, and nothing is written', async () => {
    const id = await enrolled(site, 'motif@mppeep.example')
    const own = await accountOf(site, 'admin@mppeep.example')
    const before = await counted(site)
    const refused = await putForm(admin, `${place}/${id}/desactivation`, { reason: ' ' })
    expect(refused.status).toBe(422)
    expect(errorsOf(refused)).toHaveProperty('reason')
    expect((await putForm(admin, `${place}/${own}/desactivation`, { reason: 'Adieu' })).status).toBe(403)
    expect(await counted(site)).toEqual(before)
  })

  it('all sessions of an account end, and those of others stay', async () => {
    const email = 'partout@mppeep.example'
    const id = await enrolled(site, email)
    const browsers = [await site.as(email), await site.as(email)]
    expect((await admin.get(`${place}/${id}`)).text).toContain('2\u00a0sessions')
    expect((await deleteForm(admin, `${place}/${id}/sessions`)).status).toBe(303)
    for (const browser of browsers) expect((await browser.get('/mppeep/accueil')).status).toBe(303)
    expect((await admin.get('/mppeep/accueil')).status).toBe(200)
    expect((await admin.get(`${place}/${id}`)).text).toContain('Sessions terminées')
  })

  it('who mistyped too often may try again at once when unlocked, from where it was', async () => {
    const id = await accountOf(site, 'agent@mppeep.example')
    const browser = site.visitor()
    const attempt = (password: string) => browser.post('/mppeep/connexion', { email: 'agent@mppeep.example', password })
    for (let i = 0; i < 6; i++) await attempt('une phrase de travers')
    expect((await attempt(castPassword)).status).toBe(429)
    await site.sql`update sign_in_failures set failures = 12, blocked_until = now() + interval '10 minutes'`
    expect((await admin.get(`${place}?etat=verrouille`)).text).toContain(`${place}/${id}`)
    expect((await admin.get(`${place}/${id}`)).text).toContain('Déverrouiller')
    expect((await deleteForm(admin, `${place}/${id}/blocage`)).status).toBe(303)
    expect((await admin.get(`${place}?etat=verrouille`)).text).not.toContain(`${place}/${id}`)
    expect((await attempt(castPassword)).status).toBe(303)
    expect(await linesOf(id)).toContain('account.unlocked')
  })

  it('the journal finds by a person what was done to their account too; and to an account without a file, by its name or address', async () => {
    const [owner] = await site.sql<[{ account: string; matricule: string; name: string; email: string }]>`
    select u.id as account, p.matricule, p.last_name || ' ' || p.first_names as name, u.email
    from users u join personnel p on p.id = u.person_id where u.email = 'agent@mppeep.example'`
    const [keeper] = await site.sql<[{ account: string }]>`
    select id as account from users where email = 'admin@mppeep.example' and person_id is null`
    const [first, second] = await site.sql<{ id: string }[]>`
    insert into activities (actor_name, event, target_kind, target_id, target_name)
    values ('Test', 'account.disabled', 'account', ${owner.account}, 'A'), ('Test', 'account.disabled', 'account', ${keeper.account}, 'B')
    returning id`
    const linesOf = async (asked: string) =>
      (await admin.get(`/mppeep/journal?acte=account.disabled&personne=${encodeURIComponent(asked)}`)).text
    for (const asked of [owner.matricule, owner.name, owner.email]) {
      expect(await linesOf(asked), asked).toContain(`/mppeep/journal/${first!.id}"`)
      expect(await linesOf(asked), asked).not.toContain(`/mppeep/journal/${second!.id}"`)
    }
    expect(await linesOf('admin@mppeep.example')).toContain(`/mppeep/journal/${second!.id}"`)
  })
})
