import type { ClientHttp2Session } from 'node:http2'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePort, openSite, type TestSite } from '../support/site'
import { ask, askRaw, openHttp2 } from './ask'
import { type Nginx, nginxVersion, startNginx } from './nginx'

/** A house whose 443 is taken: the site is published on another port, which is then part of its name. */
describe.skipIf(!nginxVersion())('tunnel/nginx.conf before the site itself, on a port of its own', () => {
  let site: TestSite
  let nginx: Nginx
  let browser: ClientHttp2Session
  let ours: string

  beforeAll(async () => {
    const port = await freePort()
    ours = `mppeep.example:${port}`
    site = await openSite({ demo: false, env: { PUBLIC_ORIGIN: `https://${ours}` } })
    nginx = await startNginx([site.port, site.port], port)
    browser = openHttp2(nginx)
  })
  afterAll(async () => {
    browser?.destroy()
    await nginx?.stop()
    await site?.close()
  })

  const raw = (target: string, ...hosts: string[]) => {
    const lines = [`GET ${target} HTTP/1.1`, ...hosts.map((host) => `Host: ${host}`), 'Connection: close', '', '']
    return askRaw(nginx.https, lines.join('\r\n'), { servername: 'mppeep.example', ca: nginx.certificate })
  }
  const reached = () => site.log.filter((line) => line['event.name'] === 'http.server.request').length

  it('is answered by the name with its port, over HTTP/2 and HTTP/1.1', async () => {
    const { status, body } = await ask(browser, '/mppeep/connexion', { headers: { ':authority': ours } })
    expect(status, String(body)).toBe(200)
    expect(await raw('/mppeep/connexion', ours)).toMatch(/^HTTP\/1\.1 200 /)
    expect(await raw(`https://${ours}/mppeep/connexion`, ours)).toMatch(/^HTTP\/1\.1 200 /)
  })

  it('takes a form that one of its pages sends', async () => {
    const headers = {
      ':authority': ours,
      origin: `https://${ours}`,
      'sec-fetch-site': 'same-origin',
      'content-type': 'application/x-www-form-urlencoded',
    }
    const body = 'email=personne%40mppeep.example&password=une+autre+phrase'
    const answer = await ask(browser, '/mppeep/connexion', { method: 'POST', headers, body })
    expect(answer.status, String(answer.body)).toBe(422)
  })

  it('is refused by the site under the name without its port, or with another', async () => {
    for (const name of ['mppeep.example', 'mppeep.example:443', 'mppeep.example:1']) {
      expect((await ask(browser, '/mppeep/connexion', { headers: { ':authority': name } })).status, name).toBe(421)
      expect(await raw('/mppeep/connexion', name), name).toMatch(/^HTTP\/1\.1 421 /)
    }
  })

  it('is not reached by a second name beside its own', async () => {
    const before = reached()
    expect(await raw('/mppeep/connexion', ours, 'autre.example')).toMatch(/^HTTP\/1\.1 400 /)
    expect(await raw('/mppeep/connexion', 'autre.example', ours)).toMatch(/^HTTP\/1\.1 400 /)
    expect(await raw('/mppeep/connexion')).toMatch(/^HTTP\/1\.1 400 /)
    expect(reached()).toBe(before)
    // the name in the first line leads to us, the one in the header is what the site judges
    expect(await raw(`https://${ours}/mppeep/connexion`, 'autre.example')).toMatch(/^HTTP\/1\.1 421 /)
    const twice = { ':authority': ours, host: 'autre.example' }
    expect([400, 421]).toContain((await ask(browser, '/mppeep/connexion', { headers: twice })).status)
  })
})
