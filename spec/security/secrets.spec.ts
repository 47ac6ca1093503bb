import { createHash, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { codeNow, enrol } from '../support/authenticator'
import type { Client } from '../support/client'
import { castPassword } from '../support/ground'
import { openSite, type TestSite } from '../support/site'

/** Secrets are sown in a thousand requests, rightly and wrongly placed; none may come up in a line of the log or of the journal. */
let site: TestSite
const canaries: Record<string, string> = {}

beforeAll(async () => {
  site = await openSite()
})
afterAll(() => site.close())

describe('16.2.5 in a thousand lines of the log', () => {
  it('is no password, cookie, token, key, code or proof', { timeout: 120_000 }, async () => {
    site.log.length = 0
    site.lines.length = 0
    for (const name of ['password', 'wrong', 'chosen', 'proof', 'header', 'query']) canaries[name] = canary(name)
    const holder = await enrolled()
    const links = await linksOf('agent@mppeep.example')
    await Promise.all([sow(holder, links), sow(site.visitor(), links), sow(await site.as('drh'), links)])
    const headers = {
      authorization: `Bearer ${canaries.header}`,
      referer: `${site.origin}/mppeep/mot-de-passe/${links.recovery}`,
    }
    for (let round = 0; site.lines.length < 1_000 && round < 100; round++) {
      const pages = ['accueil', ...Array<string>(8).fill('livez'), 'rien', 'rien/rien']
      await Promise.all(pages.map((page) => holder.get(`/mppeep/${page}?jeton=${canaries.query}`, headers)))
    }
    await vi.waitFor(() => expect(site.lines.length).toBeGreaterThanOrEqual(1_000))
    const all = site.lines.join('')
    expect(Object.keys(canaries).length).toBeGreaterThan(14)
    expect(Object.keys(canaries).filter((name) => canaries[name] === '')).toEqual([])
    expect(Object.entries(canaries).filter(([, value]) => all.includes(value))).toEqual([])
  })

  it('16.2.5 and none in the journal, the letters that wait or the notifications', async () => {
    const [kept] = await site.sql<[{ text: string }]>`
      select string_agg(line, e'\n') as text from (
        select row_to_json(activities)::text from activities
        union all select row_to_json(notifications)::text from notifications
        union all select row_to_json(sign_in_failures)::text from sign_in_failures
      ) as kept (line)`
    expect(kept.text.length).toBeGreaterThan(1_000)
    expect(Object.entries(canaries).filter(([, value]) => kept.text.includes(value))).toEqual([])
  })

  it('6.5.2 11.4.2 7.2.3 and none in the tables, but by its hash or sealed', async () => {
    const [other] = await site.sql<[{ count: number }]>`
      select count(*)::int as count from users where password_hash !~ '^[$]argon2id[$]v=19[$]m=19456,t=2,p=1[$]'`
    expect(other.count).toBe(0)
    for (const name of ['secretKey', 'secretHex', 'secretBase64']) expect(canaries[name]).toBeTruthy()
    const tables = await site.sql<
      { name: string }[]
    >`select tablename as name from pg_tables where schemaname = 'public'`
    const found: string[] = []
    for (const { name } of tables.filter(({ name }) => name !== 'outbox')) {
      const rows = await site.sql<{ text: string }[]>`select row_to_json(t)::text as text from ${site.sql(name)} t`
      const text = rows.map((row) => row.text).join('\n')
      found.push(
        ...Object.entries(canaries).flatMap(([what, value]) => (text.includes(value) ? [`${name}: ${what}`] : [])),
      )
    }
    expect(found).toEqual([])
  })
})

describe('16.4.1 what is typed at the door', () => {
  it.each([
    ['ends of lines', 'a\r\n{"event.name":"auth.ok"}\r\n@x.example'],
    ['escapes of a terminal', '\u001b[2J\u001b]0;x\u0007@x.example'],
    ['ends of line of other kinds', 'a\u2028b\u2029c\u0085@x.example'],
    ['quotes', 'a","user.id":"1@x.example'],
  ])('is one line of JSON each time: %s', async (_what, email) => {
    site.lines.length = 0
    const answer = await site.visitor().post('/mppeep/connexion', { email, password: 'une autre phrase' })
    expect(answer.status).toBe(422)
    await site.lineOf(answer)
    for (const line of site.lines) {
      expect(line).toMatch(/^\{[^\u0000-\u001f\u007f-\u009f\u2028\u2029]+\}\n$/)
      expect(JSON.parse(line)['event.name']).not.toBe('auth.ok')
    }
  })
})

/** In every place where one of our forms has one, and where none belongs. */
async function sow(client: Client, links: Record<string, string>): Promise<void> {
  const { password, wrong, chosen, proof, header, query } = canaries as Record<string, string>
  const form = { password: chosen!, again: wrong! }
  await client.post('/mppeep/mot-de-passe-oublie', { email: `${query}@mppeep.example` })
  for (const token of Object.values(links)) {
    for (const path of ['mot-de-passe', 'invitation', 'bienvenue', 'profil/adresse', 'rien']) {
      await client.get(`/mppeep/${path}/${token}?${query}`)
      await client.post(`/mppeep/${path}/${token}`, form)
      await client.ask(`/mppeep/${path}/${token}`, { method: 'PUT', headers: { 'sec-fetch-site': 'cross-site' } })
    }
  }
  await client.post('/mppeep/connexion/second-facteur', { code: canaries.recoveryCode ?? '' })
  await client.post('/mppeep/profil/mot-de-passe?_method=PUT', { ...form, current: password!, proof: proof! })
  await client.post('/mppeep/profil/adresse', { email: 'autre@mppeep.example', proof: proof! })
  await client.post('/mppeep/utilisateurs', { proof: proof!, password: password! })
  await client.json('POST', `/mppeep/api/v1/personnel?${query}`, { password, token: header, cookie: header })
  await client.ask('/mppeep/api/v1/personnel', {
    method: 'POST',
    body: `{"password":"${password}"`,
    headers: { 'content-type': 'application/json', authorization: `Basic ${header}`, cookie: `x=${header}` },
  })
  await client.post('/mppeep/connexion', { email: wrong!, password: wrong! })
}

/** Signed in with both factors; what that took is sown too. */
async function enrolled(): Promise<Client> {
  const first = await site.as('auditeur')
  canaries.firstSession = first.cookies.get('session_id') ?? ''
  const { secret, codes } = await enrol(first)
  canaries.secretKey = base32(secret)
  canaries.secretHex = secret.toString('hex')
  canaries.secretBase64 = secret.toString('base64')
  canaries.recoveryCode = codes[0] ?? ''
  canaries.otherCode = codes[1] ?? ''
  const client = site.visitor()
  await client.post('/mppeep/connexion', { email: 'auditeur@mppeep.example', password: castPassword })
  canaries.pending = [...client.cookies.values()].find((value) => value.length >= 40) ?? ''
  await client.post('/mppeep/connexion/second-facteur', { code: codeNow(secret, 1) })
  if (!client.cookies.has('session_id'))
    await client.post('/mppeep/connexion/second-facteur', { code: canaries.otherCode })
  canaries.session = client.cookies.get('session_id') ?? ''
  canaries.device = client.cookies.get('appareil') ?? ''
  canaries.castPassword = castPassword
  return client
}

async function linksOf(email: string): Promise<{ recovery: string; address: string }> {
  const links = { recovery: randomBytes(32).toString('base64url'), address: randomBytes(32).toString('base64url') }
  for (const [kind, token] of [
    ['recovery', links.recovery],
    ['email', links.address],
  ] as const) {
    const hash = createHash('sha256').update(token).digest('hex')
    await site.sql`
      insert into account_links (token_hash, user_id, kind, email, expires_at)
      select ${hash}, id, ${kind}, ${kind === 'email' ? 'autre@mppeep.example' : null}, now() + interval '1 hour'
      from users where email = ${email}`
  }
  canaries.recovery = links.recovery
  canaries.address = links.address
  return links
}

/** As the page shows it and as a telephone takes it (RFC 4648). */
function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{5}/g) ?? [])
    .map((five) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[Number.parseInt(five, 2)])
    .join('')
}

function canary(what: string): string {
  return `canari-${what}-${randomBytes(9).toString('hex')}`
}
