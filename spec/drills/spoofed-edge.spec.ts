import { networkInterfaces } from 'node:os'
import { beforeAll, beforeEach, expect, it } from 'vitest'
import { type RawAnswer, raw } from '../http/raw'
import { describeOnRedis, until } from '../redis/server'
import type { Client } from '../support/client'
import { layGround } from './ground'
import { password, type SiteProcess } from './program'

/** Whom the sites believe: the tunnel. Whoever else reaches their ports has another address of this machine. */
const tunnel = '127.0.0.1'
const outside = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .find(({ internal, family }) => !internal && family === 'IPv4')?.address

/** What somebody says to be somebody else each time: claims that only the edge may make. */
const claims: ((i: number) => string[])[] = [
  (i) => [`CF-Connecting-IP: 203.0.113.${i}`],
  (i) => [`cf-CONNECTING-ip: 203.0.113.${i}`],
  (i) => [`CF-Connecting-IP: 203.0.113.${i}`, `CF-Connecting-IP: 198.51.100.${i}`],
  (i) => [`CF-Connecting-IP: 203.0.113.${i}, 198.51.100.${i}`],
  (i) => [`CF-Connecting-IP: 2001:db8:${i}::1`],
  (i) => [`CF-Connecting-IP: 2001:db8::${i}`, 'CF-Connecting-IPv6: 2001:db8::1'],
  (i) => [`CF-Connecting-IP: ::ffff:203.0.113.${i}`],
  (i) => [`CF-Ray: 8d3f2e1a9b7c5d${String(i).padStart(2, '0')}-ABJ`, 'CF-IPCountry: CI'],
  (i) => [`X-Forwarded-For: 203.0.113.${i}`],
  (i) => [`X-Forwarded-For: 203.0.113.${i}, 127.0.0.1`, `x-forwarded-for: 127.0.0.1, 203.0.113.${i}`],
  (i) => [`X-FORWARDED-FOR: [2001:db8:${i}::1]:443`],
  (i) => [`X-Real-IP: 203.0.113.${i}`],
  (i) => [`True-Client-IP: 203.0.113.${i}`],
  (i) => [`Forwarded: for=203.0.113.${i};proto=https, for="[2001:db8:${i}::1]:80"`],
  (i) => ['CDN-Loop: cloudflare', `X-Forwarded-Host: 203.0.113.${i}`],
  () => ['CF-Connecting-IP: 127.0.0.1', 'X-Forwarded-For: 127.0.0.1', 'X-Real-IP: ::1'],
]

/** What the tunnel itself cannot mean. */
const nonsense: ((i: number) => string[])[] = [
  (i) => [`CF-Connecting-IP: 203.0.113.${i}`, `CF-Connecting-IP: 203.0.113.${i}`],
  (i) => [`CF-Connecting-IP: 203.0.113.${i}`, `cf-connecting-ip: 2001:db8:${i}::1`],
  (i) => [`CF-Connecting-IP: 203.0.113.${i}, 203.0.113.${i}`],
  (i) => [`CF-Connecting-IP: 203.0.113.${i}:80`],
  (i) => [`CF-Connecting-IP: [2001:db8:${i}::1]`],
  (i) => [`CF-Connecting-IP: fe80::${i}%eth0`],
  (i) => [`CF-Connecting-IP: visiteur-${i}`],
  () => ['CF-Connecting-IP: '],
]

/** One machine as it may be written: one of its network of IPv6, or an address of IPv4 in a coat of IPv6. */
const neighbours = ['::1', '::2', ':0:0:0:1', ':ffff:ffff:ffff:ffff', '::192.0.2.1']
  .flatMap((end) => [`2001:db8:5:5${end}`, `2001:0DB8:0005:0005${end}`])
  .map((address) => () => [`CF-Connecting-IP: ${address}`])
const coats = [
  '198.51.100.9',
  '::ffff:198.51.100.9',
  '::FFFF:198.51.100.9',
  '::ffff:c633:6409',
  '0:0:0:0:0:ffff:c633:6409',
]
  .flatMap((address) => [address, address])
  .map((address) => () => [`CF-Connecting-IP: ${address}`])

/** How an address that is spoken of is judged, header by header: `http/edge.spec.ts`. How limits count: `auth/throttle.spec.ts`. */
describeOnRedis('whoever says to be somebody else at each attempt', () => {
  const ground = layGround({ sites: 2, redis: ['--appendonly', 'yes', '--appendfsync', 'always'] })
  const owner = 'drh@mppeep.example'
  let person: Client
  // of each spec, and of each time it is tried again
  let round = 0
  let from: string

  beforeAll(async () => {
    person = await ground.site.signIn('203.0.113.200')
  })
  beforeEach(async () => {
    from = `127.0.1.${++round}`
    await ground.redis.reset()
    await hearing()
    await ground.database.sql`delete from sign_in_failures`
    for (const site of ground.sites) site.log.length = 0
  })

  it('has five tries at an account, whose owner is not in the way of it', async () => {
    const answers = await besides(() => attempts(claims, from, () => owner))
    expectLimited(answers, 5)
    const right = await attempt(ground.site, from, owner, ['CF-Connecting-IP: 203.0.113.200'], password)
    expect([right?.status, right?.headers['set-cookie']]).toEqual([429, undefined])
    await expectSeen({ peer: from, as: from, source: 'peer', requests: 17, noted: 17, refused: 5 })
  })

  it('has thirty tries at an address, whatever the account', async () => {
    const answers = await besides(() => attempts([...claims, ...claims, ...nonsense], from, anybody('b')))
    expectLimited(answers, 30)
    await expectSeen({ peer: from, as: from, source: 'peer', requests: 40, noted: 40, refused: 30 })
  })

  it('is the tunnel itself when it says nonsense through it', async () => {
    const answers = await besides(() => attempts([...nonsense, ...nonsense], tunnel, () => 'c@mppeep.example'))
    expectLimited(answers, 5)
    await expectSeen({ peer: tunnel, as: tunnel, source: 'peer', requests: 16, noted: 16, refused: 5 })
  })

  it('is who the tunnel says, whatever else is said', async () => {
    const others = claims.filter((claim) => !/cf-(connecting-ip|ray)/i.test(claim(1).join()))
    const through = (said: string[]) => ['CF-Connecting-IP: 198.51.100.8', ...said]
    const answers = await besides(() =>
      attempts(
        others.map((claim) => (i) => through(claim(i))),
        tunnel,
        () => 'd@mppeep.example',
      ),
    )
    expectLimited(answers, 5)
    await expectSeen({ peer: tunnel, as: '198.51.100.8', source: 'cf', requests: others.length, noted: 0, refused: 5 })
  })

  it.each([
    ['network', neighbours],
    ['address', coats],
  ])('is one %s, however it is written', async (what, written) => {
    const answers = await besides(() => attempts(written, tunnel, () => `${what}@mppeep.example`))
    expectLimited(answers, 5)
  })

  it('takes no more lists away than others', async () => {
    const cookie = [...person.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answers = await Promise.all(
      Array.from({ length: 26 }, (_, i) =>
        // by turns through the tunnel and not, at one site and the other
        send(ground.sites[(i >> 1) % 2]!, i % 2 ? tunnel : from, 'GET /mppeep/personnel/export.csv', [
          `Cookie: ${cookie}`,
          ...(i % 2 ? [`CF-Connecting-IP: 203.0.113.${i}`] : claims[i % claims.length]!(i)),
        ]),
      ),
    )
    expect(tally(answers)).toEqual({ 200: 20, 429: 6 })
    for (const answer of answers)
      if (answer?.status === 429) expect(Number(answer.headers['retry-after'])).toBeLessThanOrEqual(60)
  })

  it('reads no metrics', async () => {
    const read = (peer: string, said: string[]) => send(ground.site, peer, 'GET /metrics', said)
    const all = [tunnel, from].flatMap((peer) => [...claims, ...nonsense].map((claim) => read(peer, claim(1))))
    expect(tally(await Promise.all(all))).toEqual({ 404: 48 })
    // of those who say nothing of the kind, a program on this machine does
    expect((await read(tunnel, []))?.status).toBe(200)
  })

  const asWell = outside ? '' : ' (skipped: this machine has no address but its own)'
  it.skipIf(!outside)(`reads none from elsewhere by saying to be here${asWell}`, async () => {
    const there = [...claims.map((claim) => claim(1)), []].map((said) =>
      send(ground.site, outside!, 'GET /metrics', said),
    )
    expect(tally(await Promise.all(there))).toEqual({ 404: 17 })
  })

  it('gains at most the number of processes while Redis is away, and nothing when it is back', async () => {
    const before = `127.0.2.${round}`
    expectLimited(await attempts(claims, before, () => 'e@mppeep.example'), 5)
    await ground.redis.kill()
    const pair = await besides(() => attempts([...claims, ...claims], `127.0.3.${round}`, () => 'f@mppeep.example'))
    expectLimited(pair, 5 * ground.sites.length)
    const place = await besides(() => attempts([...claims, ...claims, ...nonsense], from, anybody('g'), [ground.site]))
    expectLimited(place, 30)
    await expectSeen({ peer: from, as: from, source: 'peer', requests: 40, noted: 40, refused: 30 })

    await ground.redis.start()
    await hearing()
    expectLimited(await attempts(claims, before, () => 'e@mppeep.example'), 0)
  })

  async function hearing(): Promise<void> {
    for (const site of ground.sites)
      await until(async () => (await site.visitor().get('/mppeep/api/v1/health')).json().redis === 'up', 10_000)
  }

  /** All at once, at one site and the other by turns, each with what it says. */
  function attempts(
    said: ((i: number) => string[])[],
    from: string,
    email: (i: number) => string,
    sites = ground.sites,
  ) {
    return Promise.all(said.map((claim, i) => attempt(sites[i % sites.length]!, from, email(i), claim(i + 1))))
  }

  /** Meanwhile somebody else comes through the tunnel, to the account that is tried, and gets in at each site. */
  async function besides<T>(work: () => Promise<T>): Promise<T> {
    const [done, ...signedIn] = await Promise.all([work(), ...ground.sites.map((site) => site.signIn('203.0.113.200'))])
    expect(signedIn.map(({ cookies }) => cookies.has('session_id'))).toEqual([true, true])
    return done
  }

  type Seen = { peer: string; as: string; source: string; requests: number; noted: number; refused: number }

  /** What the logs and the journal say of those who came from there and were taken for that. */
  async function expectSeen({ peer, as, source, requests, noted, refused }: Seen): Promise<void> {
    const said = (event: string) =>
      ground.sites.flatMap(({ log }) =>
        log.filter((line) => line['event.name'] === event && line['network.peer.address'] === peer),
      )
    const visits = () =>
      said('http.server.request').filter(
        (line) => line['url.path'] === '/mppeep/connexion' && line['client.address'] === as,
      )
    await until(() => visits().length >= requests)
    expect(visits()).toHaveLength(requests)
    expect(new Set(visits().map((line) => line['client.address_source']))).toEqual(new Set([source]))
    const ids = new Set(visits().map((line) => line['request.id']))
    expect(said('edge.header_spoof').filter((line) => ids.has(line['request.id']))).toHaveLength(noted)
    // from a peer that is not believed, nobody was taken for anybody else
    if (peer !== tunnel) {
      expect(new Set(said('http.server.request').map((line) => line['client.address']))).toEqual(new Set([peer]))
      expect(new Set(said('http.server.request').map((line) => line['cf.ray']))).toEqual(new Set([null]))
    }
    const [row] = await ground.database.sql<[{ count: number }]>`
      select count(*)::int as count from activities
      where event = 'session.refused' and address = ${as} and request_id = any (${[...ids].map(String)})`
    expect(row.count).toBe(refused)
  }
})

const anybody = (letter: string) => (i: number) => `${letter}${i}@mppeep.example`

/** So many were tried; the others are told when to come back. */
function expectLimited(answers: (RawAnswer | null)[], tried: number): void {
  expect(tally(answers)).toEqual({ ...(tried > 0 ? { 422: tried } : {}), 429: answers.length - tried })
  const waits = answers.flatMap((answer) => (answer?.status === 429 ? [Number(answer.headers['retry-after'])] : []))
  expect(waits.filter((seconds) => !(seconds > 700 && seconds <= 900))).toEqual([])
}

function tally(answers: (RawAnswer | null)[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const answer of answers) counts[String(answer?.status)] = (counts[String(answer?.status)] ?? 0) + 1
  return counts
}

function attempt(site: SiteProcess, from: string, email: string, said: string[], typed = 'ce n’est pas cela du tout') {
  const body = new URLSearchParams({ email, password: typed }).toString()
  const form = ['Content-Type: application/x-www-form-urlencoded', `Content-Length: ${body.length}`]
  return send(site, from, 'POST /mppeep/connexion', ['Sec-Fetch-Site: same-origin', ...form, ...said], body)
}

function send(site: SiteProcess, from: string, what: string, headers: string[], body = '') {
  const lines = [`${what} HTTP/1.1`, `Host: localhost:${site.port}`, 'Connection: close', ...headers]
  return raw(site.port, `${lines.join('\r\n')}\r\n\r\n${body}`, { from })
}
