import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openSite, type TestSite } from '../support/site'
import { raw } from './raw'

let site: TestSite

beforeAll(async () => {
  site = await openSite({ env: { TRUSTED_PEERS: '127.0.0.1/32, ::1/128, 192.0.2.0/24' } })
})
afterAll(() => site.close())
beforeEach(() => {
  site.log.length = 0
})

const ray = '8d3f2e1a9b7c5d4f-ABJ'

/** What the log says of a request with these headers, from the tunnel (127.0.0.1) or from somebody else (127.0.0.2). */
async function seen(headers: string[], from = '127.0.0.1') {
  const answer = await raw(
    site.port,
    ['GET /mppeep/livez HTTP/1.1', `Host: localhost:${site.port}`, 'Connection: close', ...headers, '', ''].join(
      '\r\n',
    ),
    { from },
  )
  expect(answer?.status).toBe(200)
  return site.lineOf({ headers: answer!.headers } as never)
}

const spoofs = () => site.log.filter((line) => line['event.name'] === 'edge.header_spoof')

describe('the tunnel is believed', () => {
  it.each<[string, string]>([
    ['203.0.113.7', '203.0.113.7'],
    ['2001:db8::1', '2001:db8::1'],
    ['2001:DB8::ABCD', '2001:db8::abcd'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['::FFFF:cb00:7107', '203.0.113.7'],
    ['0:0:0:0:0:ffff:203.0.113.7', '203.0.113.7'],
  ])('when it says %s', async (said, address) => {
    expect(await seen([`CF-Connecting-IP: ${said}`, `CF-Ray: ${ray}`, 'CF-IPCountry: CI'])).toMatchObject({
      'client.address': address,
      'client.address_source': 'cf',
      'network.peer.address': '127.0.0.1',
      'cf.ray': ray,
      'cf.country': 'CI',
    })
    expect(spoofs()).toEqual([])
  })

  it.each<[string, string[]]>([
    ['two addresses', ['CF-Connecting-IP: 203.0.113.7, 203.0.113.8']],
    ['the header twice', ['CF-Connecting-IP: 203.0.113.7', 'CF-Connecting-IP: 203.0.113.7']],
    ['no address', ['CF-Connecting-IP: localhost']],
    ['an address and a port', ['CF-Connecting-IP: 203.0.113.7:80']],
    ['an address of one machine', ['CF-Connecting-IP: fe80::1%eth0']],
    ['an address and more', ["CF-Connecting-IP: 203.0.113.7'; drop table users"]],
    ['nothing', ['CF-Connecting-IP: ']],
  ])('not when it says %s', async (_what, headers) => {
    expect(await seen(headers)).toMatchObject({ 'client.address': '127.0.0.1', 'client.address_source': 'peer' })
    expect(spoofs()).toMatchObject([
      { severity_text: 'WARN', headers: ['cf-connecting-ip'], 'network.peer.address': '127.0.0.1' },
    ])
  })

  it.each(['8d3f2e1a9b7c5d4f', ray])('a ray is %s', async (said) => {
    expect(await seen([`CF-Ray: ${said}`])).toMatchObject({ 'cf.ray': said })
  })

  it.each(['8D3F2E1A9B7C5D4F-ABJ', '8d3f', `${ray}, ${ray}`, `${ray}x`, '" onload="x', ''])(
    'a ray is not « %s »',
    async (said) => {
      expect(await seen([`CF-Ray: ${said}`])).toMatchObject({ 'cf.ray': null })
    },
  )

  it.each<[string, string | null]>([
    ['CI', 'CI'],
    ['T1', 'T1'],
    ['XX', 'XX'],
    ['ci', null],
    ['CIV', null],
    ['CI, FR', null],
  ])('a country: %s', async (said, country) => {
    expect(await seen([`CF-IPCountry: ${said}`])).toMatchObject({ 'cf.country': country })
  })

  it('nothing else that it hands on has a say', async () => {
    const line = await seen([
      'X-Forwarded-For: 198.51.100.1',
      'X-Real-IP: 198.51.100.1',
      'True-Client-IP: 198.51.100.1',
      'Forwarded: for=198.51.100.1',
      'X-Forwarded-Host: evil.example',
      'X-Forwarded-Proto: https',
    ])
    expect(line).toMatchObject({ 'client.address': '127.0.0.1', 'client.address_source': 'peer' })
    expect(spoofs()).toEqual([])
  })
})

describe('somebody else who reaches the port is not believed', () => {
  it.each([
    'CF-Connecting-IP: 203.0.113.7',
    `CF-Ray: ${ray}`,
    'CF-IPCountry: CI',
    'CF-Visitor: {"scheme":"https"}',
    'CF-Access-Jwt-Assertion: x',
    'X-Forwarded-For: 203.0.113.7',
    'Forwarded: for=203.0.113.7',
    'X-Real-IP: 203.0.113.7',
    'True-Client-IP: 203.0.113.7',
    'CDN-Loop: cloudflare',
  ])('who says %s, which is noted', async (header) => {
    expect(await seen([header], '127.0.0.2')).toMatchObject({
      'client.address': '127.0.0.2',
      'client.address_source': 'peer',
      'network.peer.address': '127.0.0.2',
      'cf.ray': null,
      'cf.country': null,
    })
    expect(spoofs()).toMatchObject([
      { headers: [header.slice(0, header.indexOf(':')).toLowerCase()], 'network.peer.address': '127.0.0.2' },
    ])
  })

  it('who says nothing of the kind is nobody special', async () => {
    expect(await seen([], '127.0.0.2')).toMatchObject({ 'client.address': '127.0.0.2' })
    expect(spoofs()).toEqual([])
  })
})
