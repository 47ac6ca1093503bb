import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Answer, Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'

let site: TestSite
let drh: Client

beforeAll(async () => {
  site = await openSite()
  drh = await site.as('drh')
  // a bug in every query about people
  await site.sql`alter table personnel rename column last_name to name_of_old`
})
afterAll(() => site.close())

/** A stack, a query, the name of a file or of a library. */
const inside = /\bat .+:\d+:\d+|select |postgres|PostgresError|last_name|node_modules|\.tsx?\b/i

function referenceOf(answer: Answer): string | undefined {
  return /Référence\u202f: <code>([0-9a-f-]{36})<\/code>/.exec(answer.text)?.[1]
}

describe('a bug', () => {
  it('is one French sentence with a reference, which is in the log with all there is to know', async () => {
    const answer = await drh.get('/mppeep/personnel', { 'accept-encoding': 'br' })
    expect(answer.status).toBe(500)
    expect(answer.text).toContain('<h1>Erreur inattendue</h1>')
    expect(answer.text).toContain('id="navigation"')
    expect(answer.text).not.toMatch(inside)
    expect(answer.headers).toMatchObject({
      'content-security-policy': expect.stringContaining("default-src 'self'"),
      'cache-control': 'private, no-store',
      'content-encoding': 'br',
    })
    const reference = referenceOf(answer)
    expect(reference).toBe(answer.headers['x-request-id'])
    const told = site.log.find((line) => line['event.name'] === 'error.unexpected' && line['request.id'] === reference)
    expect(told).toMatchObject({
      severity_text: 'ERROR',
      'exception.type': 'PostgresError',
      'error.code': '42703',
      'exception.stacktrace': expect.stringContaining(' at '),
      'db.query.text': expect.stringMatching(/^select .*from personnel/),
    })
    expect(await site.lineOf(answer)).toMatchObject({
      severity_text: 'ERROR',
      'http.response.status_code': 500,
      'error.type': 'PostgresError.42703',
      'http.route': '/mppeep/personnel',
    })
  })

  it('is a problem document in the API', async () => {
    const answer = await drh.get('/mppeep/api/v1/personnel')
    expect(answer.status).toBe(500)
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8')
    expect(answer.json()).toMatchObject({ status: 500, reference: answer.headers['x-request-id'] })
    expect(answer.text).not.toMatch(inside)
  })

  it('stands where the content was, during a swap', async () => {
    const answer = await drh.get('/mppeep/personnel', { 'hx-request': 'true' })
    expect(answer).toMatchObject({ status: 500, headers: { 'hx-retarget': '#contenu' } })
    expect(referenceOf(answer)).toBe(answer.headers['x-request-id'])
  })

  it('in the middle of an export breaks it off, so that nobody takes it for the whole', async () => {
    site.log.length = 0
    await expect(drh.get('/mppeep/personnel/export.csv')).rejects.toThrow(/aborted|hang up|ECONNRESET/)
    const line = await vi.waitFor(
      () => site.log.find((one) => one['event.name'] === 'http.server.request') ?? Promise.reject(new Error('no line')),
    )
    expect(line).toMatchObject({ severity_text: 'ERROR', 'error.type': 'PostgresError.42703' })
    expect(site.log.find((one) => one['event.name'] === 'error.unexpected')).toMatchObject({
      'request.id': line['request.id'],
      'db.query.text': expect.stringContaining('select'),
    })
  })

  it('says nothing of the row that Postgres refused', async () => {
    await site.sql`alter table users add constraint broken check (name <> 'Administration technique') not valid`
    await site.sql`create function broken() returns trigger language plpgsql as 'begin update users set name = name; return new; end'`
    await site.sql`create trigger broken after insert on sessions for each statement execute function broken()`
    const admin = site.visitor()
    const { castPassword } = await import('../support/ground')
    const answer = await admin.post('/mppeep/connexion', { email: 'admin@mppeep.example', password: castPassword })
    await site.sql`drop trigger broken on sessions`
    expect(answer.status).toBe(500)
    expect(site.log.find((line) => line['error.code'] === '23514')).toMatchObject({
      'request.id': answer.headers['x-request-id'],
    })
    expect(site.lines.join('')).not.toContain('argon2id')
  })

  it('does no harm to whoever comes after, however often it happens', async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, () => drh.get('/mppeep/personnel')))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([500]))
    expect(new Set(answers.map(referenceOf)).size).toBe(40)
    await site.sql`alter table personnel rename column name_of_old to last_name`
    expect((await drh.get('/mppeep/personnel')).status).toBe(200)
  })
})
