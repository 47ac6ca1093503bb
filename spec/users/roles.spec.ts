import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { policy, roles } from '../../src/actor'
import { roleLabels } from '../../src/lib/role-labels'
import { atOnce, errorsOf } from '../personnel/paper'
import type { Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'
import { accountOf, counted, deleteForm, enrolled, place, putForm } from './paper'

const day = (away: number) => new Date(Date.now() + away * 86_400_000).toISOString().slice(0, 10)
const plain = { unit: '', startsOn: '', endsOn: '' }
let site: TestSite
let admin: Client

beforeAll(async () => {
  site = await openSite()
  admin = await site.as('admin')
})
afterAll(() => site.close())

let accounts = 0
async function somebody(...held: string[]) {
  const email = `tenant${++accounts}@mppeep.example` as const
  return { email, id: await enrolled(site, email, ...held) }
}
const heldBy = (id: string) => site.sql<{ id: string; role: string }[]>`
  select id, role from user_roles where user_id = ${id} order by role`
const epochOf = async (id: string) => (await site.sql`select auth_epoch from users where id = ${id}`)[0]!.auth_epoch

describe('a role', () => {
  it('that is given counts at the next request, is in the journal, and its owner is told', async () => {
    const { email, id } = await somebody('agent')
    const client = await site.as(email)
    expect((await client.get('/mppeep/personnel')).status).toBe(403)
    const epoch = await epochOf(id)
    const given = { ...plain, role: 'gestionnaire', unit: 'DSI', endsOn: day(30) }
    expect((await admin.post(`${place}/${id}/roles`, given)).status).toBe(303)
    expect((await client.get('/mppeep/personnel')).status).toBe(200)
    expect(await epochOf(id)).toBe(epoch + 1)
    const [line] = await site.sql`select event, before, after from activities where target_id = ${id} order by id desc`
    const after = { role: 'gestionnaire', unit: 'DSI', startsOn: null, endsOn: day(30) }
    expect(line).toEqual({ event: 'role.given', before: null, after })
    const [letter] = await site.sql`
      select payload->>'letter' as letter, payload->'props' as props from outbox where payload->'to'->>'email' = ${email}`
    expect(letter).toMatchObject({ letter: 'roles-changed', props: { what: 'given', role: 'gestionnaire' } })
  })

  it('that is withdrawn, or whose dates change, is over at the next request', async () => {
    const { email, id } = await somebody('gestionnaire', 'daf')
    const client = await site.as(email)
    const [daf, gestionnaire] = await heldBy(id)
    expect((await client.get('/mppeep/personnel/nouveau')).status).toBe(200)
    const dates = { startsOn: day(1), endsOn: day(2) }
    expect((await putForm(admin, `${place}/${id}/roles/${gestionnaire!.id}`, dates)).status).toBe(303)
    expect((await client.get('/mppeep/personnel/nouveau')).status).toBe(403)
    expect((await client.get('/mppeep/personnel')).status).toBe(200)
    expect((await deleteForm(admin, `${place}/${id}/roles/${daf!.id}`)).status).toBe(303)
    expect((await client.get('/mppeep/personnel')).status).toBe(403)
    const lines = await site.sql`select event, before, after from activities where target_id = ${id} order by id`
    const held = { role: 'gestionnaire', unit: null, startsOn: null, endsOn: null }
    expect([...lines]).toEqual([
      { event: 'role.changed', before: held, after: { ...held, ...dates } },
      { event: 'role.withdrawn', before: { ...held, role: 'daf' }, after: null },
    ])
  })

  it.each<[string, Record<string, string>, string]>([
    ['over no unit for a chief', { role: 'chef' }, 'unit'],
    ['over a unit for an administrator', { role: 'admin', unit: 'DSI' }, 'unit'],
    ['over a unit for an agent', { role: 'agent', unit: 'DSI' }, 'unit'],
    ['over a unit that is not there', { role: 'chef', unit: 'RIEN' }, 'unit'],
    ['that began yesterday', { role: 'daf', startsOn: day(-1) }, 'startsOn'],
    ['that ended yesterday', { role: 'daf', endsOn: day(-1) }, 'endsOn'],
    ['that ends before it begins', { role: 'daf', startsOn: day(3), endsOn: day(2) }, 'endsOn'],
    ['on a day that is none', { role: 'daf', startsOn: '2027-02-30' }, 'startsOn'],
    ['that is none', { role: 'roi' }, 'role'],
  ])('%s is refused at its field, and leaves no trace', async (_what, fields, field) => {
    const { id } = await somebody('agent')
    const before = await counted(site)
    const page = await admin.post(`${place}/${id}/roles`, { ...plain, ...fields })
    expect(page.status).toBe(422)
    expect(errorsOf(page)).toHaveProperty(field)
    if (fields.startsOn) expect(page.text).toContain(`value="${fields.startsOn}"`)
    expect(await counted(site)).toEqual(before)
  })

  it('is given by nobody to themselves, nor changed', async () => {
    const id = await accountOf(site, 'admin@mppeep.example')
    const [own] = await heldBy(id)
    const before = await counted(site)
    expect((await admin.post(`${place}/${id}/roles`, { ...plain, role: 'drh' })).status).toBe(403)
    expect((await putForm(admin, `${place}/${id}/roles/${own!.id}`, { startsOn: '', endsOn: day(9) })).status).toBe(403)
    expect(await counted(site)).toEqual(before)
  })

  it('of another account is not found below this one', async () => {
    const [one, other] = [await somebody('daf'), await somebody('agent')]
    const [role] = await heldBy(one.id)
    const before = await counted(site)
    const foreign = `${place}/${other.id}/roles/${role!.id}`
    expect((await admin.get(foreign)).status).toBe(404)
    expect((await putForm(admin, foreign, { startsOn: '', endsOn: day(1) })).status).toBe(404)
    await deleteForm(admin, foreign)
    expect(await counted(site)).toEqual(before)
  })

  it('given by ten at once is given once; at other dates it is said that it is held', async () => {
    const { id } = await somebody()
    const answers = await atOnce(10, () => admin.post(`${place}/${id}/roles`, { ...plain, role: 'daf' }))
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(303))
    expect(await heldBy(id)).toHaveLength(1)
    expect(await site.sql`select 1 from activities where target_id = ${id}`).toHaveLength(1)
    expect((await admin.post(`${place}/${id}/roles`, { ...plain, role: 'daf', endsOn: day(4) })).status).toBe(409)
  })

  it('asks who it is that gives it when that was shown long ago', async () => {
    const { id } = await somebody()
    const keeper = `preuve@mppeep.example` as const
    await enrolled(site, keeper, 'admin')
    const { hashPassword } = await import('../../src/auth/auth')
    const hash = await hashPassword('la phrase de preuve')
    await site.sql`update users set password_hash = ${hash} where email = ${keeper}`
    const client = await site.as(keeper)
    await site.sql`update sessions set proved_at = now() - interval '20 minutes'`
    await (await import('../../src/auth/auth')).refreshSessionsOf(await accountOf(site, keeper))
    const before = await counted(site)
    const fields = { ...plain, role: 'daf', endsOn: day(5) }
    const asked = await client.post(`${place}/${id}/roles`, fields)
    expect(asked.status).toBe(422)
    expect(errorsOf(asked)).toHaveProperty('proof')
    expect(asked.text).toContain(`value="${day(5)}"`)
    expect(await counted(site)).toEqual(before)
    expect((await client.post(`${place}/${id}/roles`, { ...fields, proof: 'la phrase de preuve' })).status).toBe(303)
    expect(await heldBy(id)).toHaveLength(1)
  })
})

it('the tables of what each role gives say what the policy says', async () => {
  const { text } = await admin.get(`${place}/pouvoirs`)
  const { actionLabels } = await import('../../components/users/action-labels')
  const sections = text.split('<h2>').slice(1)
  for (const role of roles) {
    const section = sections.find((one) => one.startsWith(`${roleLabels[role]}</h2>`))
    const given = Object.keys(policy[role]).map((action) => actionLabels[action as keyof typeof actionLabels])
    const shown = [...(section ?? '').matchAll(/<th scope="row">(.*?)<\/th>/g)].map(([, label]) => label)
    expect(shown.sort(), role).toEqual(given.sort())
  }
})
