import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Client } from '../support/client'
import { castPassword } from '../support/ground'
import { openSite, type TestSite } from '../support/site'
import { open, raw } from './raw'

let site: TestSite
let drh: Client

beforeAll(async () => {
  site = await openSite()
  drh = await site.as('drh')
})
afterAll(() => site.close())

const ray = '8d3f2e1a9b7c5d4f-ABJ'

describe('a line of the access log', () => {
  it('says who asked for what, from where, and what it took', async () => {
    const answer = await drh.get('/mppeep/personnel?q=secret', {
      'cf-ray': ray,
      'cf-ipcountry': 'CI',
      'user-agent': 'essai',
      'hx-request': 'true',
    })
    const [account] = await site.sql<{ id: string; session: string }[]>`
      select u.id, left(s.id, 16) as session from users u join sessions s on s.user_id = u.id where email = 'drh@mppeep.example'`
    expect(await site.lineOf(answer)).toEqual({
      severity_text: 'INFO',
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      'process.pid': process.pid,
      'service.version': 'spec',
      'http.request.method': 'GET',
      'url.path': '/mppeep/personnel',
      'http.route': '/mppeep/personnel',
      'http.response.status_code': 200,
      duration_ms: expect.any(Number),
      'client.address': drh.address,
      'client.address_source': 'cf',
      'network.peer.address': '127.0.0.1',
      'cf.ray': ray,
      'cf.country': 'CI',
      'request.id': answer.headers['x-request-id'],
      'user.id': account!.id,
      'session.id': account!.session,
      'db.calls': expect.any(Number),
      'db.ms': expect.any(Number),
      'redis.calls': expect.any(Number),
      'redis.ms': expect.any(Number),
      cache: expect.toBeOneOf(['hit', 'miss', 'stale', 'off', null]),
      'htmx.request': true,
      'user_agent.original': 'essai',
      'event.name': 'http.server.request',
    })
  })

  it('counts what the request asked of Postgres and Redis, and nothing of the others', async () => {
    const pages = Array.from({ length: 5 }, (_, i) => drh.get(`/mppeep/personnel?q=compte${i}`))
    const [alive, ...lines] = await Promise.all(
      [drh.get('/mppeep/livez'), ...pages].map(async (one) => site.lineOf(await one)),
    )
    expect(alive).toMatchObject({ 'db.calls': 0, 'redis.calls': 0 })
    for (const line of lines) {
      expect(line['db.calls']).toBeGreaterThanOrEqual(1)
      expect(line['db.calls']).toBeLessThanOrEqual(3)
    }
  })

  it.each<[string, string | null, number]>([
    ['/mppeep/livez', '/mppeep/livez', 200],
    ['/mppeep/api/v1/health', '/mppeep/api/v1/health', 200],
    ['/mppeep', '/mppeep', 303],
    ['/mppeep/', '/mppeep', 303],
    ['/mppeep/personnel/01a20440-ba7d-7a75-b31b-72ea8590cc83', '/mppeep/personnel/:id', 404],
    ['/mppeep/api/v1/personnel/01a20440-ba7d-7a75-b31b-72ea8590cc83', '/mppeep/api/v1/personnel/:id', 404],
    ['/mppeep/rien', null, 404],
    ['/mppeep/personnel/a/b/c/d', null, 404],
    ['/rien', null, 404],
  ])('names the route of %s: %s', async (path, route, status) => {
    expect(await site.lineOf(await drh.get(path))).toMatchObject({
      'http.route': route,
      'http.response.status_code': status,
      'url.path': path,
    })
  })

  it('names the route that refused, and why', async () => {
    const nobody = site.visitor()
    expect(await site.lineOf(await nobody.get('/mppeep/personnel'))).toMatchObject({
      'http.route': '/mppeep/personnel',
      'user.id': null,
      'session.id': null,
    })
    const agent = await site.as('agent')
    expect(await site.lineOf(await agent.get('/mppeep/personnel'))).toMatchObject({
      'error.type': 'forbidden',
      severity_text: 'WARN',
    })
    expect(await site.lineOf(await drh.get('/mppeep/personnel?x=1'))).toMatchObject({ 'error.type': 'invalid' })
    expect(await site.lineOf(await drh.ask('/mppeep/personnel', { method: 'POST' }))).toMatchObject({
      'error.type': '415',
    })
    expect(await site.lineOf(await drh.ask('/mppeep/accueil', { method: 'PROPFIND' }))).toMatchObject({
      'http.request.method': 'PROPFIND',
      'http.route': null,
    })
  })

  it('tells a client that left from an answer', async () => {
    const cookie = [...drh.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const socket = await open(site.port)
    site.log.length = 0
    socket.write(
      `GET /mppeep/personnel?tri=absences HTTP/1.1\r\nHost: localhost:${site.port}\r\nCookie: ${cookie}\r\n\r\n`,
    )
    setTimeout(() => socket.destroy(), 1)
    const line = await vi.waitFor(
      () => site.log.find((one) => one['event.name'] === 'http.server.request') ?? Promise.reject(new Error('no line')),
    )
    expect(line).toMatchObject({ 'http.response.status_code': null, 'error.type': 'client_abort' })
  })

  it.each([
    ['a CR and an LF', 'a\r\n {"event.name":"forged"}'],
    ['escapes of a terminal', '\u001b[2J\u001b]0;title\u0007'],
    ['the other escapes of a terminal', '\u009b2J\u0085'],
    ['ends of line of other kinds', '\u2028\u2029'],
    ['quotes', '","event.name":"forged"}'],
  ])('stays one line of JSON, whatever the browser calls itself and asks for: %s', async (_what, said) => {
    // what ends a header cannot be in one; it can be in an address
    const agent = Buffer.from(said.replace(/[\r\n]/g, '\t'), 'utf8').toString('latin1')
    const bytes = `GET /mppeep/${encodeURIComponent(said)} HTTP/1.1\r\nHost: localhost:${site.port}\r\nUser-Agent: x${agent}\r\n\r\n`
    site.log.length = 0
    site.lines.length = 0
    const answer = await raw(site.port, Buffer.from(bytes, 'latin1'))
    await vi.waitFor(() => expect(site.lines.length).toBe(1))
    expect(site.lines[0]).toMatch(/^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]+\n$/)
    const readable = !said.includes('\u001b')
    expect(site.log[0]).toMatchObject({ 'event.name': readable ? 'http.server.request' : 'http.malformed' })
    expect(answer?.status).toBe(readable ? 404 : 400)
  })
})

describe('what is secret is in no line', () => {
  it('neither passwords, nor cookies, nor the tokens of links', async () => {
    const canaries = {
      password: 'canari-mot-de-passe-0123456789',
      token: 'canari-jeton-0123456789-0123456789-01234567',
      header: 'canari-en-tete',
      query: 'canari-requete',
      cookie: 'canari-temoin',
    }
    const visitor = site.visitor()
    await visitor.post('/mppeep/connexion', { email: 'drh@mppeep.example', password: canaries.password })
    await visitor.post('/mppeep/connexion', { email: canaries.password, password: 'x' })
    await visitor.post('/mppeep/connexion', { email: 'drh@mppeep.example', password: castPassword })
    const session = visitor.cookies.get('session_id')!
    for (const path of [
      `/mppeep/invitation/${canaries.token}`,
      `/mppeep/invitation/${canaries.token}/x`,
      `/rien/${canaries.token}`,
    ]) {
      await visitor.get(path)
      await visitor.ask(path, { method: 'PUT' })
      await visitor.post(path, { password: canaries.password, again: canaries.password })
      await visitor.ask(path, { method: 'POST', headers: { 'sec-fetch-site': 'cross-site' } })
      await raw(
        site.port,
        `GET http://evil.example${path}?${canaries.query} HTTP/1.1\r\nHost: localhost:${site.port}\r\n\r\n`,
      )
    }
    const headers = {
      authorization: `Bearer ${canaries.header}`,
      cookie: `x=${canaries.cookie}; session_id=${session}`,
      referer: `${site.origin}/mppeep/invitation/${canaries.token}`,
      'hx-current-url': `${site.origin}/?${canaries.query}`,
    }
    await visitor.get(`/mppeep/accueil?${canaries.query}`, headers)
    await visitor.json('POST', `/mppeep/api/v1/personnel?${canaries.query}`, { password: canaries.password }, headers)
    await visitor.ask('/mppeep/api/v1/personnel', {
      method: 'POST',
      body: `{"password":"${canaries.password}"`,
      headers: { 'content-type': 'application/json' },
    })
    await vi.waitFor(() => expect(site.lines.length).toBeGreaterThan(15))
    const everything = site.lines.join('')
    for (const [what, canary] of Object.entries({ ...canaries, castPassword, session }))
      expect(everything.includes(canary), what).toBe(false)
  })
})
