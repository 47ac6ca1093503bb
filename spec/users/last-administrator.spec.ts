import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { system } from '../../src/actor'
import type * as Roles from '../../src/users/roles'
import type * as Users from '../../src/users/users'
import { openSite, type TestSite } from '../support/site'
import { accountOf, counted, deleteForm, enrolled, place, putForm } from './paper'

const day = (away: number) => new Date(Date.now() + away * 86_400_000).toISOString().slice(0, 10)
let site: TestSite
let users: typeof Users
let roles: typeof Roles
let first: string

const second = 'seconde@mppeep.example'
const operator = system('Ligne de commande')
const off = { reason: 'Essai', proof: null }

beforeAll(async () => {
  site = await openSite()
  users = await import('../../src/users/users')
  roles = await import('../../src/users/roles')
  first = await accountOf(site, 'admin@mppeep.example')
  await enrolled(site, second)
})
afterAll(() => site.close())

/** Both keep the house again, as on the first day. */
async function restored(): Promise<{ secondId: string; firstRole: string; secondRole: string }> {
  const secondId = await accountOf(site, second)
  await site.sql`update users set disabled_at = null, disabled_reason = null where id in ${site.sql([first, secondId])}`
  await site.sql`delete from user_roles where role = 'admin'`
  await site.sql`insert into user_roles (user_id, role) values (${first}, 'admin'), (${secondId}, 'admin')`
  const held = await site.sql<
    { id: string; user_id: string }[]
  >`select id, user_id from user_roles where role = 'admin'`
  const roleOf = (id: string) => held.find((one) => one.user_id === id)!.id
  return { secondId, firstRole: roleOf(first), secondRole: roleOf(secondId) }
}

const keepers = async () =>
  (
    await site.sql`
      select 1 from users u join user_roles r on r.user_id = u.id
      where r.role = 'admin' and u.disabled_at is null and u.password_hash is not null and r.ends_on is null`
  ).length

describe('the last administrator', () => {
  let ids: Awaited<ReturnType<typeof restored>>

  beforeEach(async () => {
    ids = await restored()
    // the second one may not sign in, so the first is the last
    await site.sql`update users set password_hash = null where id = ${ids.secondId}`
  })

  it.each<[string, () => Promise<unknown>]>([
    ['disabled by the program', () => users.disableAccount(operator, first, off)],
    ['demoted by the program', () => roles.withdrawRole(operator, first, ids.firstRole, { proof: null })],
    [
      'given an end by the program',
      () => roles.changeRole(operator, first, ids.firstRole, { startsOn: null, endsOn: day(30), proof: null }),
    ],
    [
      'put off by the program',
      () => roles.changeRole(operator, first, ids.firstRole, { startsOn: day(1), endsOn: null, proof: null }),
    ],
  ])('is not %s, and nothing is written', async (_what, act) => {
    const before = await counted(site)
    await expect(act()).rejects.toMatchObject({ kind: 'conflict' })
    expect(await counted(site)).toEqual(before)
    expect(await keepers()).toBe(1)
  })

  it('does not count who is only there for a time, nor who is disabled', async () => {
    await site.sql`update users set password_hash = 'x' where id = ${ids.secondId}`
    await site.sql`update user_roles set ends_on = ${day(30)} where id = ${ids.secondRole}`
    await expect(users.disableAccount(operator, first, off)).rejects.toMatchObject({ kind: 'conflict' })
    await site.sql`update user_roles set ends_on = null where id = ${ids.secondRole}`
    await site.sql`update users set disabled_at = now() where id = ${ids.secondId}`
    await expect(users.disableAccount(operator, first, off)).rejects.toMatchObject({ kind: 'conflict' })
    await site.sql`update users set disabled_at = null where id = ${ids.secondId}`
    await expect(users.disableAccount(operator, first, off)).resolves.toBeUndefined()
  })

  it('hears it on the page, with what was typed', async () => {
    const admin = await site.as('admin')
    const page = await deleteForm(admin, `${place}/${first}/roles/${ids.firstRole}`)
    expect(page.status).toBe(409)
    expect(page.text).toContain('C’est le dernier administrateur technique en activité.')
    expect((await putForm(admin, `${place}/${first}/desactivation`, { reason: 'Essai' })).status).toBe(403)
    expect(await keepers()).toBe(1)
  })
})

it('two administrators against each other, twenty times: one stays', async () => {
  for (let round = 0; round < 20; round++) {
    const { secondId, firstRole, secondRole } = await restored()
    await site.sql`update users set password_hash = 'x' where id = ${secondId}`
    const withdraw = (id: string, role: string) => roles.withdrawRole(operator, id, role, { proof: null })
    const acts = [
      () => (round % 2 ? withdraw(first, firstRole) : users.disableAccount(operator, first, off)),
      () => (round % 3 ? withdraw(secondId, secondRole) : users.disableAccount(operator, secondId, off)),
    ]
    const ends = await Promise.allSettled(acts.map((act) => act()))
    expect(ends.map(({ status }) => status).sort(), String(round)).toEqual(['fulfilled', 'rejected'])
    expect(await keepers(), String(round)).toBe(1)
  }
})

it('two administrators against each other on the site: one stays', async () => {
  const { secondId } = await restored()
  await site.sql`update users set password_hash = 'x' where id = ${secondId}`
  const [one, other] = [await site.as('admin'), await site.as(second)]
  const answers = await Promise.all([
    putForm(one, `${place}/${secondId}/desactivation`, { reason: 'Contre lui' }),
    putForm(other, `${place}/${first}/desactivation`, { reason: 'Contre elle' }),
  ])
  // the slower one is refused, or is no longer signed in
  expect(
    answers.filter(
      ({ headers }) => headers.location === `${place}/${secondId}` || headers.location === `${place}/${first}`,
    ),
  ).toHaveLength(1)
  expect(await keepers()).toBe(1)
})
