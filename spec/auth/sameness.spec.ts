import { afterAll, beforeAll, expect, it } from 'vitest'
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
  const { disableAccount } = await import('../../src/auth/auth')
  await disableAccount(
    { kind: 'system', name: 'essai', origin: { address: null, cfRay: null, requestId: null } },
    'invite@mppeep.example',
  )
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

it('takes the same time', { timeout: 120_000, retry: 2 }, async () => {
  const times = new Map<Case, number[]>(names.map((name) => [name, []]))
  for (let i = 0; i < 40; i++) for (const name of names) times.get(name)!.push((await attempt(name)).ms)
  const medians = [...times.values()].map((all) => all.sort((a, b) => a - b)[20]!)
  expect(Math.max(...medians) / Math.min(...medians), medians.map(Math.round).join(' ')).toBeLessThan(1.25)
  // and that time is that of a password being looked at
  expect(Math.min(...medians)).toBeGreaterThan(8)
})
