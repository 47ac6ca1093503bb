import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { codeNow, door, enrol, untilCalm } from '../support/authenticator'
import type { Client } from '../support/client'
import { castPassword } from '../support/ground'
import { openSite, type TestSite } from '../support/site'
import { cast, everybody, everyRoute, pathsOf } from './ground'

/** What accounts are never asked, and how somebody who has lost a telephone comes back. */
let site: TestSite
let clients: Map<string, Client>

beforeAll(async () => {
  site = await openSite()
  clients = await everybody(site)
})
afterAll(() => site.close())

describe('a password', () => {
  it('6.2.10 of ten years ago still opens, leads where one was going, and no page asks for another', async () => {
    await site.sql`
      update users set created_at = now() - interval '10 years 1 day' where email = 'agent@mppeep.example'`
    const client = site.visitor()
    const answer = await client.post('/mppeep/connexion', {
      email: 'agent@mppeep.example',
      password: castPassword,
      suite: '/mppeep/profil',
    })
    expect([answer.status, answer.headers.location]).toEqual([303, '/mppeep/profil'])
    for (const page of ['accueil', 'profil', 'profil/mot-de-passe', 'notifications']) {
      const { status, text } = await client.get(`/mppeep/${page}`)
      expect(status).toBe(200)
      expect(text).not.toMatch(
        /expir|(?:mot de passe|il)[^.<]{0,40}(?:ancien|trop vieux|périmé)|doit être (?:changé|renouvelé)/i,
      )
    }
  })

  it('6.2.10 has no age in the schema, and no setting that gives it one', async () => {
    const columns = await site.sql<{ name: string }[]>`
      select column_name as name from information_schema.columns where table_schema = 'public' and table_name = 'users'`
    const ofPasswords = columns.filter(({ name }) => name.includes('password')).map(({ name }) => name)
    expect(ofPasswords.sort()).toEqual(['password_hash', 'short_password'])
    const [row] = await site.sql<[{ chosen: object }]>`select chosen from settings order by version desc limit 1`
    expect(Object.keys(row.chosen).length).toBeGreaterThan(10)
    expect(Object.keys(row.chosen).filter((name) => /password|motDePasse/i.test(name))).toEqual([])
  })
})

describe('6.4.2 a secret question', () => {
  const asked = /question|réponse|reponse|answer|hint|animal|jeune fille de|nom de votre (?:mère|père)|premier métier/i

  it('is in no form that anybody is shown', { timeout: 120_000 }, async () => {
    const real = await pathsOf(site)
    const routes = (await everyRoute()).filter(({ method, path }) => method === 'GET' && !path.endsWith('/live'))
    const fields = new Set<string>()
    for (const who of cast) {
      for (const { path } of routes) {
        const { text } = await clients.get(who)!.get(real(path))
        for (const [form] of text.matchAll(/<form\b[\s\S]*?<\/form>/g))
          for (const [, name = '', label = ''] of form.matchAll(
            /<(?:input|select|textarea)\b[^>]*?name="([^"]+)"|<label[^>]*>([^<]*)/g,
          ))
            fields.add(name || label)
      }
    }
    for (const known of ['password', 'email', 'maidenName', 'Nom de jeune fille']) expect(fields).toContain(known)
    expect([...fields].filter((field) => asked.test(field))).toEqual([])
  })

  it('is in no column', async () => {
    const columns = await site.sql<{ name: string }[]>`
      select column_name as name from information_schema.columns where table_schema = 'public'`
    expect(columns.length).toBeGreaterThan(200)
    expect(columns.map(({ name }) => name).filter((name) => asked.test(name))).toEqual([])
  })
})

describe('6.4.4 a telephone that is lost', () => {
  const email = 'auditeur@mppeep.example'
  const signIn = async (code?: string) => {
    const client = site.visitor()
    await client.post('/mppeep/connexion', { email, password: castPassword })
    if (code !== undefined) await client.post(door, { code })
    return client
  }
  const isIn = async (client: Client) => (await client.get('/mppeep/accueil')).status === 200

  it('lets in by a recovery code or after a reset, and by neither the password nor a link alone', async () => {
    const { secret, codes } = await enrol(clients.get('auditeur')!)
    expect(await isIn(await signIn())).toBe(false)
    expect(await isIn(await signIn(codes[0]))).toBe(true)
    expect(await isIn(await signIn(codes[0]))).toBe(false)
    const [{ id }] = await site.sql<[{ id: string }]>`select id from users where email = ${email}`
    const at = `/mppeep/utilisateurs/${id}/second-facteur`
    const admin = clients.get('admin')!
    // who it is is made sure of outside of the program, by somebody who proves that they are who they are
    const page = await admin.get(at)
    expect(page.text).toContain('Assurez-vous d’abord que c’est bien elle qui le demande')
    await site.sql`update sessions set proved_at = now() - interval '1 hour'`
    const again = site.visitor()
    await again.post('/mppeep/connexion', { email: 'admin@mppeep.example', password: castPassword })
    await site.sql`update sessions set proved_at = now() - interval '1 hour'`
    expect((await again.post(`${at}?_method=DELETE`, {})).status).toBe(422)
    expect(await isIn(await signIn())).toBe(false)
    expect((await again.post(`${at}?_method=DELETE`, { proof: castPassword })).status).toBe(303)
    expect(await isIn(await signIn())).toBe(true)
    const told = await site.sql`select event from activities where target_id = ${id} and event like 'second_factor.%'`
    expect(told.map(({ event }) => event)).toEqual(
      expect.arrayContaining(['second_factor.code_used', 'second_factor.reset']),
    )
    // what was lost opens nothing any more
    await untilCalm()
    const anew = await enrol(await signIn())
    expect(await isIn(await signIn(codes[1]))).toBe(false)
    await site.sql`update second_factors set last_step = 0`
    expect(await isIn(await signIn(codeNow(secret)))).toBe(false)
    expect(await isIn(await signIn(codeNow(anew.secret)))).toBe(true)
  })
})
