import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sendForm } from '../documents/hand'
import { atOnce } from '../personnel/paper'
import type { Client } from '../support/client'
import { openSite, type TestSite } from '../support/site'
import { applied, checked, columnsIn, figuresIn, file, line, place, rowsIn, send, undone, work } from './hand'

let site: TestSite
let rh: Client

beforeAll(async () => {
  site = await openSite()
  rh = await site.as('gestionnaire')
})
afterAll(() => site.close())

const made = (like: string) => site.sql`select matricule from personnel where matricule like ${like} order by matricule`
const version = async (matricule: string) =>
  (await site.sql<{ version: number }[]>`select version from personnel where matricule = ${matricule}`)[0]?.version

const applications = async () => (await site.sql`select from activities where event = 'imports.applied'`).length
const kept = async () => [
  (await site.sql`select from imports`).length,
  (await site.sql`select from files where type = 'text/csv'`).length,
]

describe('a file of people', () => {
  it('is read by itself, and its columns are found by their usual names', async () => {
    const page = await rh.get(await send(rh, file([line('981001A')])))
    expect(page.text).toContain('Point-virgule (;), UTF-8, en-tête à la ligne 1')
    expect(Object.values(columnsIn(page))).toEqual(
      'matricule lastName firstNames sex birthDate unit grade class echelon recruitedOn startedOn phone maritalStatus both'.split(
        ' ',
      ),
    )
  })

  it('creates and changes people by their matricule, and is undone', async () => {
    const [held] = await site.sql<[{ id: string; matricule: string; version: number; address: string | null }]>`
      select id, matricule, version, address from personnel where left_on is null order by matricule limit 1`
    const sent = {
      name: 'mouvements.csv',
      bytes: `Matricule,Adresse,Nom,Prénom,Sexe,Né le,Unité,Grade,Classe,Échelon,Recrutement,Prise de service\n${[
        [held.matricule, 'Plateau', ...Array(10).fill('')],
        [
          '981002B',
          'Cocody',
          'Kouamé',
          'Zoé',
          'F',
          '1990-05-04',
          'DAJ',
          'B1',
          '2e classe',
          '1',
          '2020-01-15',
          '2020-01-15',
        ],
      ]
        .map((cells) => cells.join(','))
        .join('\n')}`,
    }
    const { page, shown } = await checked(site, rh, sent)
    expect(figuresIn(shown)).toEqual({
      'Dossiers à créer': '1',
      'Dossiers à modifier': '1',
      'Sans changement': '0',
      'En erreur': '0',
    })
    expect(rowsIn(await rh.get(`${page}?lignes=modifier`))[0]?.[2]).toBe('Commune ou ville, quartier')
    expect(await site.sql`select from personnel where matricule = '981002B'`).toHaveLength(0)
    const done = await applied(site, rh, page)
    expect(done.text).toContain('L’import est appliqué.')
    const [made] =
      await site.sql`select id, last_name, echelon_since, index_points, version from personnel where matricule = '981002B'`
    expect(made).toMatchObject({ last_name: 'KOUAMÉ', echelon_since: '2020-01-15', index_points: 870, version: 1 })
    expect(await site.sql`select address, version from personnel where id = ${held.id}`).toEqual([
      { address: 'Plateau', version: held.version + 1 },
    ])
    expect(await site.sql`select kind from career_events where person_id = ${made!.id}`).toEqual([
      { kind: 'nomination' },
    ])
    const journal = () =>
      site.sql`select event, before, after from activities where event ~ '^(personnel|imports|career)' and event <> 'personnel.read' order by id`
    expect((await journal()).map(({ event }) => event)).toEqual([
      'personnel.updated',
      'personnel.created',
      'imports.applied',
    ])
    expect((await journal())[0]).toMatchObject({
      before: { address: held.address, version: held.version },
      after: { address: 'Plateau', version: held.version + 1 },
    })
    const back = await undone(site, rh, page)
    expect(back.text).toContain('L’import est annulé.')
    expect(await site.sql`select from personnel where matricule = '981002B'`).toHaveLength(0)
    expect(await site.sql`select address from personnel where id = ${held.id}`).toEqual([{ address: held.address }])
    expect((await journal()).slice(3).map(({ event }) => event)).toEqual([
      'imports.removed',
      'personnel.updated',
      'imports.undone',
    ])
  })
})

describe('an import', () => {
  it('sent twice by the same form comes in once', async () => {
    const sent = file([line('983001A')])
    const cle = randomUUID()
    const before = await kept()
    const answers = await atOnce(4, () => sendForm(rh, '/personnel/imports', { cle }, sent, 'fichier'))
    expect(new Set(answers.map(({ headers }) => headers.location)).size).toBe(1)
    expect(await kept()).toEqual(before.map((count) => count + 1))
  })

  it('asked for five times at once, with another beside it, is applied once', async () => {
    const before = await applications()
    const one = await checked(site, rh, file([line('983010A'), line('983011B')]))
    const other = await checked(site, rh, file([line('983012C')]))
    const asked = (page: string) => rh.post(`${page}/application?_method=PUT`, {})
    const answers = await atOnce(6, (i) => asked(i === 5 ? other.page : one.page))
    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(303))
    await work(site)
    expect(await made('98301%')).toHaveLength(3)
    expect(await applications()).toBe(before + 2)
    expect((await asked(one.page)).status).toBe(303)
    expect(await site.sql`select from outbox where kind = 'imports.apply' and finished_at is null`).toEqual([])
  })

  it('that is cut off in the middle leaves nothing, and is whole at the next try', async () => {
    await site.sql`create function die_once() returns trigger language plpgsql as $$ begin
      if nextval('deaths') = 1 then raise 'killed' using errcode = '57P01'; end if; return new; end $$`
    await site.sql`create sequence deaths`
    await site.sql`grant usage on sequence deaths to public`
    await site.sql`create trigger die_once before insert on activities for each row
      when (new.target_name like '%MOURANT%') execute function die_once()`
    const { page } = await checked(site, rh, file([line('983020A'), line('983021B', { 1: 'Mourant' })]))
    expect((await rh.post(`${page}/application?_method=PUT`, {})).status).toBe(303)
    await work(site)
    const [job] =
      await site.sql`select state, attempts from outbox where kind = 'imports.apply' order by id desc limit 1`
    expect(job).toEqual({ state: 'done', attempts: 2 })
    expect(await made('98302%')).toHaveLength(2)
    const told =
      await site.sql`select from activities where event = 'personnel.created' and target_name like '%MOURANT%'`
    expect(told).toHaveLength(1)
    await site.sql`drop trigger die_once on activities`
  })

  it('applies nothing when a file has changed since the check, and names the line', async () => {
    const { page } = await checked(site, rh, file([line('983010A', { 1: 'Autre' }), line('983030A')]))
    await site.sql`update personnel set address = 'Yopougon' where matricule = '983010A'`
    const shown = await applied(site, rh, page)
    expect(shown.text).toContain('Rien n’a été appliqué.')
    expect(rowsIn(await rh.get(`${page}?lignes=gardees`)).map((row) => row[2])).toEqual([
      'Ce dossier a changé depuis la vérification.',
    ])
    expect(await made('983030A')).toHaveLength(0)
    expect((await rh.post(`${page}/application?_method=PUT`, {})).status).toBe(409)
  })

  it('writes movements as acts of the career, and is undone where nobody has touched anything since', async () => {
    const changed = (matricule: string) => line(matricule, { 5: 'DRH', 8: '3' })
    const { page, shown } = await checked(site, rh, file([changed('983011B'), changed('983012C'), line('983040A')]))
    expect(figuresIn(shown)).toMatchObject({ 'Dossiers à créer': '1', 'Dossiers à modifier': '2' })
    await applied(site, rh, page)
    const acts = () => site.sql`
      select kind, withdrawn_reason as gone from career_events
      where person_id = (select id from personnel where matricule = '983011B') order by id`
    expect((await acts()).map(({ kind }) => kind)).toEqual(['nomination', 'affectation', 'avancement_echelon'])
    const place = (matricule: string) => site.sql`
      select u.code, p.echelon, p.index_points from personnel p join units u on u.id = p.unit_id where matricule = ${matricule}`
    expect(await place('983011B')).toEqual([{ code: 'DRH', echelon: 3, index_points: 960 }])
    await site.sql`update personnel set address = 'Yopougon' where matricule in ('983012C', '983040A')`
    const back = await undone(site, rh, page)
    expect(figuresIn(back)['Dossiers conservés']).toBe('2')
    expect(await place('983011B')).toEqual([{ code: 'DAJ', echelon: 2, index_points: 915 }])
    expect(await place('983012C')).toEqual([{ code: 'DRH', echelon: 3, index_points: 960 }])
    expect((await acts()).map(({ gone }) => gone)).toEqual([null, 'Import annulé', 'Import annulé'])
    expect(await made('983040A')).toHaveLength(1)
  })
})

describe('who keeps the files of one unit', () => {
  const keeping = async (unit: string | null, who: 'rh' | 'drh' = 'rh') => {
    await site.sql`
      update user_roles set unit_id = (select id from units where code = ${unit})
      where user_id = (select id from users where email = ${`${who}@mppeep.example`}) and role in ('gestionnaire', 'drh')`
    return site.as(who)
  }

  it('neither applies nor undoes elsewhere what was prepared while keeping more', async () => {
    const elsewhere = { 5: 'DRH' }
    const early = await checked(site, await keeping(null, 'drh'), file([line('988001A', elsewhere)]))
    await applied(site, await keeping('DAJ', 'drh'), early.page)
    expect(await made('988001%')).toEqual([])

    const [away] = await site.sql<[{ matricule: string; version: number }]>`
      select p.matricule, p.version from personnel p join units u on u.id = p.unit_id
      where u.code = 'DRH' and p.matricule ~ '^\\d{6}[A-Z]$' order by p.matricule desc limit 1`
    const lines = [line('988002B', elsewhere), line('988003C'), line(away.matricule, elsewhere)]
    const { page } = await checked(site, await keeping(null, 'drh'), file(lines))
    await applied(site, await keeping(null, 'drh'), page)
    expect([(await made('98800%')).length, await version(away.matricule)]).toEqual([2, away.version + 1])
    const back = await undone(site, await keeping('DAJ', 'drh'), page)
    expect(figuresIn(back)['Dossiers conservés']).toBe('2')
    expect(await made('98800%')).toEqual([{ matricule: '988002B' }])
    expect(await version(away.matricule)).toBe(away.version + 1)
  })

  it('changes nobody elsewhere, and does not learn who is there', async () => {
    const bound = await keeping('DAJ')
    const [away] = await site.sql<[{ matricule: string }]>`
      select matricule from personnel p join units u on u.id = p.unit_id
      where u.code = 'DRH' and p.matricule ~ '^\\d{6}[A-Z]$' order by matricule limit 1`
    const before = await version(away.matricule)
    const sent = file([line(away.matricule), line('999999Z'), line('986001A')])
    const { shown } = await checked(site, bound, sent, { mode: 'update' })
    const messages = rowsIn(shown).map((row) => row.at(-1))
    expect(new Set(messages)).toEqual(new Set(['Ce matricule n’est celui d’aucun dossier que vous tenez.']))
    expect(messages).toHaveLength(3)
    const there = await checked(site, bound, file([line(away.matricule, { 5: 'DRH' }), line('999999Z', { 5: 'DRH' })]))
    const [first, second] = rowsIn(there.shown).map((row) => row.at(-1))
    expect(first).toBe(second)
    expect(await version(away.matricule)).toBe(before)
    expect((await bound.get(place)).status).toBe(200)
  })
})
