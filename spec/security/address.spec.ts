import { text } from 'node:stream/consumers'
import { connect } from 'node:tls'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Nginx, nginxVersion, startNginx } from '../deployment/nginx'
import { type Edge, startEdge } from '../support/edge'
import { castPassword } from '../support/ground'
import { openSite, type TestSite } from '../support/site'

/** Who asks, through what really stands before the site: what the client claims to be never counts. */
let site: TestSite
const public_ = 'mppeep.example'

beforeAll(async () => {
  site = await openSite({ env: { PUBLIC_ORIGIN: `https://${public_}`, TRUSTED_PEERS: '127.0.0.1/32' } })
})
afterAll(() => site.close())
beforeEach(async () => {
  site.log.length = 0
  await site.sql`delete from sessions`
})

const claims = {
  'cf-connecting-ip': '198.51.100.6',
  'cf-connecting-ipv6': '2001:db8::6',
  'x-forwarded-for': '198.51.100.6, 127.0.0.1',
  'x-real-ip': '198.51.100.6',
  'true-client-ip': '198.51.100.6',
  forwarded: 'for=198.51.100.6;proto=https',
}
const form = new URLSearchParams({ email: 'agent@mppeep.example', password: castPassword }).toString()
const headers = {
  origin: `https://${public_}`,
  'sec-fetch-site': 'same-origin',
  'content-type': 'application/x-www-form-urlencoded',
}

/** As the log, the session and the place that is known from now on have it. */
async function addresses() {
  const line = site.log.find((one) => one['url.path'] === '/mppeep/connexion')
  const kept = await site.sql<{ address: string }[]>`select host(address) as address from sessions`
  const known = await site.sql<{ address: string }[]>`
    select host(address) as address from known_addresses order by last_at desc limit 1`
  return [line?.['client.address'], ...kept.map(({ address }) => address), ...known.map(({ address }) => address)]
}

describe.skipIf(!nginxVersion())('through nginx as it is shipped', () => {
  let nginx: Nginx

  beforeAll(async () => {
    nginx = await startNginx([site.port, site.port])
  })
  afterAll(() => nginx?.stop())

  it.each(['127.0.0.2', '127.0.0.77'])('15.3.4 is the address that came to nginx: %s', async (from) => {
    const options = {
      host: '127.0.0.1',
      port: nginx.https,
      ca: nginx.certificate,
      servername: public_,
      localAddress: from,
    }
    const socket = connect(options)
    const told = { host: public_, connection: 'close', 'content-length': String(form.length), ...headers, ...claims }
    const head = Object.entries(told).map(([name, value]) => `${name}: ${value}`)
    socket.write(['POST /mppeep/connexion HTTP/1.1', ...head, '', form].join('\r\n'))
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 303 /)
    expect(await addresses()).toEqual([from, from, from])
  })
})

describe('through the tunnel', () => {
  let edge: Edge

  beforeAll(async () => {
    edge = await startEdge({ origin: `http://127.0.0.1:${site.port}`, host: public_ })
  })
  afterAll(() => edge.stop())

  it.each([
    ['203.0.113.41', '203.0.113.41'],
    // a machine of IPv6 is known by its network
    ['2001:db8::41', '2001:db8::'],
  ])('15.3.4 is the address that came to the edge: %s', async (from, place) => {
    const answer = await fetch(`${edge.url}/mppeep/connexion`, {
      method: 'POST',
      body: form,
      redirect: 'manual',
      headers: { ...headers, ...claims, 'x-test-client': from },
    })
    expect(answer.status).toBe(303)
    expect(await addresses()).toEqual([from, from, place])
  })
})
