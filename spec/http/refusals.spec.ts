import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Answer, Client } from '../support/client'
import { castPassword } from '../support/ground'
import { openSite, type TestSite } from '../support/site'

let site: TestSite
let drh: Client
let nobody: Client

beforeAll(async () => {
  site = await openSite()
  drh = await site.as('drh')
  nobody = site.visitor()
})
afterAll(() => site.close())

const htmx = { 'hx-request': 'true' }

describe('a page that there is not', () => {
  it('is a 404 inside the site, with its navigation for who is signed in', async () => {
    const page = await drh.get('/mppeep/rien')
    expect(page.status).toBe(404)
    expect(page.text).toContain('id="navigation"')
    expect(page.text).toContain('<h1>Page introuvable</h1>')
    expect(page.text).toContain('href="/mppeep/accueil"')
    expect((await nobody.get('/mppeep/rien')).text).not.toContain('id="navigation"')
  })

  it.each(['/', '/autre', '/mppeepx', '/.git/config', '/favicon.ico'])(
    '%s, outside of the base, is a plain 404',
    async (path) => {
      const page = await nobody.get(path)
      expect(page.status).toBe(404)
      expect(page.text).toContain('<h1>Page introuvable</h1>')
      expect(page.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
      expect(await site.lineOf(page)).toMatchObject({ 'http.route': null, 'url.path': path })
    },
  )

  it('is a problem document in the API', async () => {
    const answer = await nobody.get('/mppeep/api/v1/rien')
    expect(answer.status).toBe(404)
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8')
    expect(answer.json()).toMatchObject({
      type: 'about:blank',
      title: 'Page introuvable',
      status: 404,
      instance: '/mppeep/api/v1/rien',
    })
  })

  it.each([
    '%2e%2e/%2e%2e/etc/passwd',
    '..%2f..%2fpackage.json',
    '%00',
    '%ff',
    '%c0%af',
    '%252e',
    'a'.repeat(5_000),
    '%E0%A4%A',
    'x...',
    '//',
  ])('is a 404, whatever the path: %s', async (path) => {
    expect((await drh.get(`/mppeep/${path}`)).status).toBe(404)
  })
})

describe('an address with and without its last slash', () => {
  it.each(['/mppeep', '/mppeep/'])('%s leads home', async (path) => {
    expect(await drh.get(path)).toMatchObject({ status: 303, headers: { location: '/mppeep/accueil' } })
  })

  it.each(['/mppeep/accueil/', '/mppeep/connexion/'])('%s is the same page', async (path) => {
    expect((await nobody.get(path)).status).toBe((await nobody.get(path.slice(0, -1))).status)
  })
})

describe('a method that an address does not know', () => {
  it.each<[string, string, string]>([
    ['POST', '/mppeep/accueil', 'GET, HEAD'],
    ['DELETE', '/mppeep/dashboard', 'GET, HEAD'],
    ['GET', '/mppeep/deconnexion', 'POST'],
    ['PUT', '/mppeep/connexion', 'GET, HEAD, POST'],
    ['OPTIONS', '/mppeep/connexion', 'GET, HEAD, POST'],
    ['TRACE', '/mppeep/connexion', 'GET, HEAD, POST'],
    ['PROPFIND', '/mppeep/connexion', 'GET, HEAD, POST'],
    ['POST', '/mppeep/livez', 'GET, HEAD'],
    ['PUT', '/mppeep/api/v1/personnel', 'GET, HEAD, POST'],
  ])('%s %s is a 405 that says which ones it knows', async (method, path, allow) => {
    for (const client of [drh, nobody]) {
      const answer = await client.ask(path, { method })
      expect(answer).toMatchObject({ status: 405, headers: { allow } })
      // not even a stranger's origin matters where nothing could be changed
      expect(
        (
          await client.ask(path, {
            method,
            headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
          })
        ).status,
      ).toBe(405)
    }
  })

  it.each(['POST', 'TRACE', 'PROPFIND'])('%s of what there is not is a 404', async (method) => {
    expect((await drh.ask('/mppeep/rien', { method })).status).toBe(404)
  })
})

describe('HEAD', () => {
  it.each([
    '/mppeep/connexion',
    '/mppeep/livez',
    '/mppeep/api/v1/health',
    '/mppeep/rien',
    '/mppeep/accueil',
    '/mppeep/personnel/export.csv',
  ])('%s answers like GET, without a body', async (path) => {
    for (const client of [drh, nobody]) {
      const [get, head] = [await client.get(path), await client.ask(path, { method: 'HEAD' })]
      expect(head.status).toBe(get.status)
      expect(head.bytes.length).toBe(0)
      for (const name of ['content-type', 'cache-control', 'location', 'vary'])
        expect(head.headers[name], name).toBe(get.headers[name])
    }
  })
})

describe('without a session', () => {
  it('a page leads to the sign-in page and back to where one wanted to go', async () => {
    const answer = await nobody.get('/mppeep/personnel?q=kon%C3%A9&tri=grade')
    expect(answer.status).toBe(303)
    const door = answer.headers.location!
    expect(door).toBe('/mppeep/connexion?suite=%2Fmppeep%2Fpersonnel%3Fq%3Dkon%25C3%25A9%26tri%3Dgrade')
    const visitor = site.visitor()
    const form = await visitor.get(door)
    const [, suite = ''] = /name="suite" value="([^"]+)"/.exec(form.text) ?? []
    const signed = await visitor.post('/mppeep/connexion', {
      email: 'drh@mppeep.example',
      password: castPassword,
      suite: suite.replaceAll('&amp;', '&'),
    })
    expect(signed.headers.location).toBe('/mppeep/personnel?q=kon%C3%A9&tri=grade')
    expect((await visitor.get(signed.headers.location!)).status).toBe(200)
  })

  it('a HEAD of a page comes back to that page too', async () => {
    expect((await nobody.ask('/mppeep/personnel?q=a', { method: 'HEAD' })).headers.location).toBe(
      '/mppeep/connexion?suite=%2Fmppeep%2Fpersonnel%3Fq%3Da',
    )
  })

  it('a swap leaves the whole page, and comes back to the one in the address bar', async () => {
    const headers = { ...htmx, 'hx-current-url': `${site.origin}/mppeep/personnel?q=aya`, 'hx-target': 'div#liste' }
    const answer = await nobody.get('/mppeep/personnel?q=ay', headers)
    expect(answer.status).toBe(401)
    expect(answer.headers['hx-redirect']).toBe('/mppeep/connexion?suite=%2Fmppeep%2Fpersonnel%3Fq%3Daya')
    expect(answer.text).not.toContain('<form')
  })

  it.each(['https://evil.example/mppeep/personnel', 'javascript:alert(1)', '//evil.example/mppeep/accueil', ''])(
    'an address bar of somebody else (%s) leads home',
    async (shown) => {
      const answer = await nobody.get('/mppeep/personnel', { ...htmx, 'hx-current-url': shown })
      expect(answer.headers['hx-redirect']).toBe('/mppeep/connexion?suite=%2Fmppeep%2Faccueil')
    },
  )

  it('a form that was sent leads back to the page it stands on', async () => {
    const answer = await nobody.post(
      '/mppeep/personnel',
      { q: 'x' },
      { referer: `${site.origin}/mppeep/personnel/nouveau` },
    )
    expect(answer).toMatchObject({
      status: 303,
      headers: { location: '/mppeep/connexion?suite=%2Fmppeep%2Fpersonnel%2Fnouveau' },
    })
    expect((await nobody.get('/mppeep/connexion')).text).toContain('rien n’a été enregistré')
    const file = await nobody.get('/mppeep/personnel/export.csv', { referer: `${site.origin}/mppeep/personnel?q=a` })
    expect(file.headers.location).toBe('/mppeep/connexion?suite=%2Fmppeep%2Fpersonnel%3Fq%3Da')
    const other = await nobody.post(
      '/mppeep/personnel',
      { q: 'x' },
      { referer: 'https://evil.example/mppeep/personnel/nouveau' },
    )
    expect(other.headers.location).toBe('/mppeep/connexion?suite=%2Fmppeep%2Faccueil')
  })

  it('the API answers 401 with a problem document, whoever asks', async () => {
    const one = '/mppeep/api/v1/personnel/01a20440-ba7d-7a75-b31b-72ea8590cc83'
    const answers: Answer[] = [
      await nobody.get('/mppeep/api/v1/personnel'),
      await nobody.get('/mppeep/api/v1/personnel', htmx),
      await nobody.json('POST', '/mppeep/api/v1/personnel', {}),
      await nobody.get(one),
    ]
    for (const answer of answers) {
      expect(answer.status).toBe(401)
      expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8')
      expect(answer.headers['www-authenticate']).toBe('Cookie realm="MPPEEP"')
      expect(answer.json()).toMatchObject({ status: 401, title: 'Connexion nécessaire' })
    }
  })

  it('a cookie that opens nothing is taken back', async () => {
    const visitor = site.visitor()
    visitor.cookies.set('session_id', 'x'.repeat(43))
    const answer = await visitor.get('/mppeep/accueil')
    expect(answer.headers['set-cookie']).toContain('session_id=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax')
    expect((await visitor.get(answer.headers.location!)).text).toContain('Votre session a pris fin.')
    expect(visitor.cookies.has('session_id')).toBe(false)
    expect((await site.visitor().get('/mppeep/accueil')).headers['set-cookie']).toBeUndefined()
    expect((await drh.get('/mppeep/accueil')).headers['set-cookie']).toBeUndefined()
  })

  it('a stale cookie does not take back the one that signing in has brought', async () => {
    const visitor = site.visitor()
    visitor.cookies.set('session_id', 'x'.repeat(43))
    const answer = await visitor.post('/mppeep/connexion', { email: 'drh@mppeep.example', password: castPassword })
    const sessions = answer.headers['set-cookie']!.filter((cookie) => cookie.startsWith('session_id='))
    expect(sessions).toEqual([expect.not.stringContaining('Max-Age=0')])
    expect((await visitor.get('/mppeep/accueil')).status).toBe(200)
  })
})

describe('a refusal during a swap', () => {
  it('stands where the content was, and leaves the address alone', async () => {
    const agent = await site.as('agent')
    const answer = await agent.get('/mppeep/personnel', { ...htmx, 'hx-target': 'div#liste' })
    expect(answer.status).toBe(403)
    expect(answer.headers).toMatchObject({
      'hx-retarget': '#contenu',
      'hx-reselect': '.error-page',
      'hx-reswap': 'innerHTML',
      'hx-push-url': 'false',
    })
    expect(answer.text).toContain('class="error-page"')
    expect(answer.text).not.toContain('<html')
  })

  it('is a whole page when Back asks for it', async () => {
    const agent = await site.as('agent')
    const answer = await agent.get('/mppeep/personnel', { ...htmx, 'hx-history-restore-request': 'true' })
    expect(answer.text).toContain('</html>')
    expect(answer.headers['hx-retarget']).toBeUndefined()
  })
})
