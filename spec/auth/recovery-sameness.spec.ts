import { afterAll, beforeAll, expect, it } from 'vitest'
import { openSite, type TestSite } from '../support/site'

let site: TestSite

beforeAll(async () => {
  site = await openSite()
})
afterAll(() => site.close())

/** Rounds in which one took longer than the other: half of them, when only chance decides. */
it('takes the same time whether or not there is an account', { timeout: 120_000, retry: 1 }, async () => {
  const rounds = 30
  let place = 0
  const timed = async (email: string) => {
    const began = performance.now()
    expect(
      (await site.visitor(`2001:db8:${(++place).toString(16)}::1`).post('/mppeep/mot-de-passe-oublie', { email }))
        .status,
    ).toBe(303)
    return performance.now() - began
  }
  const longer = { unknown: 0, disabled: 0 }
  // each asked for a few times only: accounts of their own
  await site.sql`
    insert into users (email, name, password_hash, disabled_at)
    select kind || n || '@mppeep.example', 'Essai', 'x', case when kind = 'off' then now() end
    from generate_series(1, ${rounds}) n cross join (values ('on'), ('off')) as kinds (kind)`
  for (let i = 1; i <= rounds; i++) {
    const order = i % 2 ? ['on', 'no', 'off'] : ['off', 'no', 'on']
    const ms = new Map<string, number>()
    for (const kind of order) ms.set(kind, await timed(`${kind}${i}@mppeep.example`))
    if (ms.get('no')! > ms.get('on')!) longer.unknown += 1
    if (ms.get('off')! > ms.get('on')!) longer.disabled += 1
  }
  for (const count of Object.values(longer)) {
    expect(count).toBeGreaterThanOrEqual(3)
    expect(count).toBeLessThanOrEqual(rounds - 3)
  }
})
