import { afterAll, beforeAll, expect, it } from 'vitest'
import { knowDevice } from '../support/device-acts'
import { openSite, type TestSite } from '../support/site'

const ask = (site: TestSite, email: string, address?: string) =>
  site.visitor(address).post('/mppeep/mot-de-passe-oublie', { email })

/** What holds whether or not Redis is there. */
export function limitsHold(redis: boolean): void {
  let site: TestSite
  beforeAll(async () => {
    site = await openSite({ redis })
  })
  afterAll(() => site.close())

  it.each(['agent@mppeep.example', 'personne@mppeep.example'])(
    'is possible five times an hour for one address from one place, whether it is an account’s or not: %s',
    async (email) => {
      const place = email.startsWith('agent') ? '198.51.100.20' : '198.51.100.21'
      const answers = await Promise.all(Array.from({ length: 8 }, () => ask(site, email, place)))
      expect(answers.map(({ status }) => status).sort()).toEqual([...Array(5).fill(303), ...Array(3).fill(429)])
      const late = await ask(site, email.toUpperCase(), place)
      expect(late.status).toBe(429)
      expect(Number(late.headers['retry-after'])).toBeGreaterThan(3_000)
      expect(late.text).toContain('Trop de demandes. Réessayez dans 60 minutes.')
      // what was used up there is nobody's loss elsewhere
      expect((await ask(site, email)).status).toBe(303)
    },
  )

  it('is possible ten times a quarter of an hour from one place', async () => {
    const statuses: number[] = []
    for (let i = 0; i < 12; i++) statuses.push((await ask(site, `n${i}@mppeep.example`, '198.51.100.7')).status)
    expect(statuses).toEqual([...Array(10).fill(303), 429, 429])
  })

  it('is possible from the owner’s own browser when others have used up its place', async () => {
    const owner = site.visitor('198.51.100.8')
    await knowDevice(site, owner, 'chef@mppeep.example')
    for (let i = 0; i < 11; i++) await ask(site, 'chef@mppeep.example', '198.51.100.8')
    expect((await ask(site, 'chef@mppeep.example', '198.51.100.8')).status).toBe(429)
    const statuses: number[] = []
    for (let i = 0; i < 7; i++)
      statuses.push((await owner.post('/mppeep/mot-de-passe-oublie', { email: 'chef@mppeep.example' })).status)
    expect(statuses).toEqual([...Array(5).fill(303), 429, 429])
    // a browser is known to one account, and is anybody's for another
    expect((await owner.post('/mppeep/mot-de-passe-oublie', { email: 'drh@mppeep.example' })).status).toBe(429)
  })

  it('does the same work for an account and for none', async () => {
    const costs = new Set<string>()
    for (const email of [
      'drh@mppeep.example',
      'nulle-part@mppeep.example',
      'daf@mppeep.example',
      'nul@mppeep.example',
    ]) {
      const line = await site.lineOf(await ask(site, email))
      costs.add(`${line['db.calls']} ${line['redis.calls']}`)
    }
    expect([...costs]).toHaveLength(1)
  })
}
