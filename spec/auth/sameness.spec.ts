import { afterAll, beforeAll, expect, it } from 'vitest'
import { disableAccountOf } from '../support/accounts'
import type { Answer } from '../support/client'
import { castPassword } from '../support/ground'
import { openSite, type TestSite } from '../support/site'

let site: TestSite

const cases = {
  unknown: { email: 'personne@mppeep.example', password: castPassword },
  disabled: { email: 'invite@mppeep.example', password: castPassword },
  'disabled, wrong password': { email: 'invite@mppeep.example', password: 'une autre phrase' },
  'wrong password': { email: 'agent@mppeep.example', password: 'une autre phrase' },
}
type Case = keyof typeof cases
const names = Object.keys(cases) as Case[]

beforeAll(async () => {
  site = await openSite()
  await disableAccountOf('invite@mppeep.example')
})
afterAll(() => site.close())

let network = 0
async function attempt(name: Case): Promise<{ answer: Answer; ms: number }> {
  await site.sql`delete from sign_in_failures`
  const visitor = site.visitor(`2001:db8:${(++network).toString(16)}::1`)
  const began = performance.now()
  const answer = await visitor.post('/mppeep/connexion', cases[name])
  return { answer, ms: performance.now() - began }
}

it('says the same to whoever may not come in, whatever the reason', async () => {
  const said = new Map<Case, string>()
  for (const name of names) {
    const { answer } = await attempt(name)
    expect(answer.status).toBe(422)
    const { 'x-request-id': _id, date: _date, 'content-length': _length, ...headers } = answer.headers
    said.set(name, JSON.stringify(headers) + answer.text.replaceAll(cases[name].email, 'EMAIL'))
  }
  expect(new Set(said.values()).size).toBe(1)
  expect(said.get('unknown')).toContain('Adresse électronique ou mot de passe incorrect.')
})

it('does the same work', async () => {
  const costs = new Set<string>()
  for (const name of names) {
    const line = await site.lineOf((await attempt(name)).answer)
    costs.add(`${line['db.calls']} ${line['redis.calls']}`)
  }
  expect([...costs]).toHaveLength(1)
})

/** Rounds in which one took longer than the other: half of them, when only chance decides. */
it('takes the same time', { timeout: 120_000, retry: 1 }, async () => {
  const rounds = 30
  const times = new Map<Case, number[]>(names.map((name) => [name, []]))
  for (let i = 0; i < rounds; i++) {
    for (const name of shuffled(names)) times.get(name)!.push((await attempt(name)).ms)
  }
  for (const [one, other] of [
    ['unknown', 'wrong password'],
    ['disabled', 'wrong password'],
    ['unknown', 'disabled'],
    ['disabled, wrong password', 'unknown'],
  ] as const) {
    const longer = times.get(one)!.filter((ms, i) => ms > times.get(other)![i]!).length
    // one in a million by chance, and noise of the machine is on both sides
    expect(longer, `${one} longer than ${other}`).toBeGreaterThanOrEqual(3)
    expect(longer, `${one} longer than ${other}`).toBeLessThanOrEqual(rounds - 3)
  }
  // and that time is that of a password being looked at
  expect(Math.min(...[...times.values()].flat())).toBeGreaterThan(8)
})

function shuffled<T>(list: T[]): T[] {
  return list
    .map((item) => ({ item, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item)
}
