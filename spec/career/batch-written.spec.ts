import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'
import { type Due, dueFrom, french, prepare, rowsOf, work } from './batch-hand'
import { dayFrom } from './hand'

let site: TestSite
let rh: Client
let people: Due[]
let place: string

const caption = 'Personnes concernées'
const fields = { kind: 'avancement', unit: '', dates: 'chacun', effectiveOn: '', decisionNumber: 'D-9' }

beforeAll(async () => {
  site = await openSite()
  rh = await site.as('rh')
  people = await dueFrom(site, 52, -60)
  const matricules = people.map(({ matricule }) => matricule).join('\n')
  place = await prepare(rh, { ...fields, cle: randomUUID(), matricules })
})
afterAll(() => site.close())

it('while it is being written and once it is, the page says one thing and that is true', async () => {
  await rh.post(`${place}/application`, {})
  await work(site)
  const { text } = await rh.get(place)
  expect(text).toContain('Inscrite le')
  expect(text).not.toContain('en cours d’inscription')
  expect(text.match(/class="notice good"/g)).toHaveLength(1)
})

it('a written decision names each whom it concerns, what changed and from when, page by page or all at once', async () => {
  const first = (await rh.get(place)).text
  expect(first).toMatch(/50.lignes affichées/)
  expect(first).toMatch(/<strong>52.personnes/)
  const next = /<a href="([^"]*)"[^>]*>Suivante/.exec(first)![1]!.replaceAll('&amp;', '&')
  const second = (await rh.get(next)).text
  const rows = [...rowsOf(first, caption), ...rowsOf(second, caption)]
  expect([rows.length, rowsOf(second, caption).length]).toEqual([52, 2])
  for (const { matricule, dueOn } of people) {
    const row = rows.find((one) => one.includes(matricule))
    expect(row).toMatch(/2e classe, échelon.1 → 2 /)
    expect(row).toContain(french(dueOn))
    expect(row).toContain('En vigueur')
  }
  expect(first).toContain(`/mppeep/personnel/${people[0]!.id}?onglet=carriere`)
  const all = /href="([^"]*lignes=toutes[^"]*)"/.exec(first)![1]!.replaceAll('&amp;', '&')
  expect(rowsOf((await rh.get(all)).text, caption)).toHaveLength(52)
  expect((await rh.get(`${place}?apres=x`)).status).toBe(422)
})

it('neither trying it nor reading it asks more of Postgres for many than for few', async () => {
  const calls = async (address: string) => {
    const page = await rh.get(address)
    expect(page.status).toBe(200)
    return (await site.lineOf(page))['db.calls']
  }
  const tried = async (some: Due[]) => {
    const matricules = some.map(({ matricule }) => matricule).join('\n')
    return calls(await prepare(rh, { ...fields, cle: randomUUID(), matricules }))
  }
  expect(await tried(people)).toBe(await tried(people.slice(0, 2)))
  const [last] = (await dueFrom(site, 1, -10)) as [Due]
  const one = await prepare(rh, { ...fields, cle: randomUUID(), matricules: last.matricule })
  await rh.post(`${one}/application`, {})
  await work(site)
  expect(await calls(`${place}?lignes=toutes`)).toBe(await calls(`${one}?lignes=toutes`))
})

it('an assignment says from where to where', async () => {
  const [someone] = await site.sql<[{ matricule: string; from: string }]>`
    select p.matricule, u.name as from from personnel p join units u on u.id = p.unit_id
    where u.code = 'DSI' and p.left_on is null
      and not exists (select from career_events e where e.person_id = p.id and e.effective_on > current_date)
    order by p.matricule limit 1`
  const moved = { kind: 'affectation', unit: 'DAJ', dates: 'commune', effectiveOn: dayFrom(2) }
  const to = await prepare(rh, { ...fields, ...moved, cle: randomUUID(), matricules: someone.matricule })
  await rh.post(`${to}/application`, {})
  await work(site)
  const [row] = rowsOf((await rh.get(to)).text, caption)
  expect(row).toMatch(new RegExp(`${someone.from} → .+${french(dayFrom(2))} À venir`))
})

it('what was corrected or cancelled since is marked, and who is out of reach is no more than a matricule', async () => {
  const [cancelled, kept] = people as [Due, Due]
  await site.sql`
    update career_events set withdrawn_at = now(), withdrawn_reason = 'Erreur de saisie'
    where person_id = ${cancelled.id} and batch_id = ${place.split('/').at(-1)!}`
  const row = (text: string, { matricule }: Due) => rowsOf(text, caption).find((one) => one.includes(matricule))
  const all = `${place}?lignes=toutes`
  expect(row((await rh.get(all)).text, cancelled)).toContain('Annulé')
  const [account] = await site.sql<[{ id: string }]>`select id from users where email = 'rh@mppeep.example'`
  const keeping = (unit: string | null) => site.sql`
    update user_roles set unit_id = (select id from units where code = ${unit})
    where user_id = ${account.id} and role = 'gestionnaire'`
  await keeping('CAB-PROTOCOLE')
  const { text } = await (await site.as('rh')).get(all)
  await keeping(null)
  expect(row(text, kept)).toContain(kept.matricule)
  expect(row(text, kept)).not.toMatch(/échelon/)
  expect(text).not.toContain(`/personnel/${kept.id}`)
})

it('a decision that was taken back still says whom it concerned', async () => {
  await rh.post(`${place}/annulation`, { reason: 'Décision rapportée' })
  const rows = rowsOf((await rh.get(`${place}?lignes=toutes`)).text, caption)
  expect([rows.length, rows.every((row) => row.includes('Annulé'))]).toEqual([52, true])
})
