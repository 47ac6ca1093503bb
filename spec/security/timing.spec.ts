import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { castPassword } from '../support/ground'
import { openSite, type TestSite } from '../support/site'

/** 200 answers to an address that has an account, and 200 to one that has none, in any order: are they of one kind? */
let site: TestSite
const samples = 200

beforeAll(async () => {
  site = await openSite({ redis: false })
  await site.sql`
    insert into users (email, name, password_hash)
    select 'connu' || n || '@mppeep.example', 'Personne ' || n, (select password_hash from users where email = 'agent@mppeep.example')
    from generate_series(1, ${samples * 2}) as n`
})
afterAll(() => site.close())

describe('6.3.8 who has an account cannot be told', () => {
  it('from how long a refused sign-in takes', { timeout: 180_000 }, async () => {
    const times = await measured('/mppeep/connexion', (email) => ({ email, password: `${castPassword} non` }))
    expect(Math.abs(strangeness(times.known, times.unknown))).toBeLessThan(chance)
  })

  it('from how long the question for a new password takes', { timeout: 120_000 }, async () => {
    const times = await measured('/mppeep/mot-de-passe-oublie', (email) => ({ email }))
    expect(Math.abs(strangeness(times.known, times.unknown))).toBeLessThan(chance)
  })

  it('and what takes longer would be seen', () => {
    const some = Array.from({ length: samples }, () => 20 + Math.random() * 20)
    expect(
      strangeness(
        some,
        some.map((ms) => ms + 10),
      ),
    ).toBeGreaterThan(chance)
  })
})

/** Further from the middle than this, a rank sum is one time in ten million by chance alone. */
const chance = 5.3

type Times = { known: number[]; unknown: number[] }

/** Each asked once, from a network of its own, two at a time: whatever else the machine does falls on both kinds. */
async function measured(path: string, form: (email: string) => Record<string, string>): Promise<Times> {
  const times: Times = { known: [], unknown: [] }
  const first = path.includes('oublie') ? samples : 0
  const asked = Array.from({ length: samples }, (_, i) => i).flatMap((i) => [
    { kind: 'known' as const, email: `connu${first + i + 1}@mppeep.example` },
    { kind: 'unknown' as const, email: `perso${first + i + 1}@mppeep.example` },
  ])
  const order = asked.map((one) => ({ one, at: randomUUID() })).sort((a, b) => (a.at < b.at ? -1 : 1))
  let network = first * 2
  const work = async () => {
    for (let next = order.pop(); next; next = order.pop()) {
      const visitor = site.visitor(`2001:db8:${(++network).toString(16)}::1`)
      const began = performance.now()
      const answer = await visitor.post(path, form(next.one.email))
      times[next.one.kind].push(performance.now() - began)
      expect([303, 422]).toContain(answer.status)
    }
  }
  await Promise.all([work(), work()])
  expect([times.known.length, times.unknown.length]).toEqual([samples, samples])
  return times
}

/** How far the ranks of the second are above those of the first, in standard deviations (Mann and Whitney). */
function strangeness(one: number[], other: number[]): number {
  const ranked = [...one.map((ms) => ({ ms, of: 0 })), ...other.map((ms) => ({ ms, of: 1 }))].sort(
    (a, b) => a.ms - b.ms,
  )
  const ranks = ranked.reduce((sum, { of }, i) => sum + (of === 1 ? i + 1 : 0), 0)
  const [n, m] = [one.length, other.length]
  const above = ranks - (m * (m + 1)) / 2
  return (above - (n * m) / 2) / Math.sqrt((n * m * (n + m + 1)) / 12)
}
