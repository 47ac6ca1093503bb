import { describe, expect, it } from 'vitest'
import { type Action, policy, roles } from '../../src/actor'
import type { Person } from '../../src/personnel/person'
import * as rules from '../../src/personnel/rules'

const aya: Person = {
  matricule: '387452M',
  lastName: 'KOUASSI',
  firstNames: 'Aya',
  maidenName: null,
  sex: 'F',
  birthDate: '1990-02-28',
  birthPlace: null,
  nationality: 'Ivoirienne',
  maritalStatus: null,
  children: 0,
  nationalId: null,
  passport: null,
  workEmail: null,
  personalEmail: null,
  phone: null,
  otherPhone: null,
  address: null,
  poBox: null,
  jobTitle: null,
  unit: 'DRH',
  grade: 'A1',
  class: 'deuxieme',
  echelon: 1,
  indexPoints: 1010,
  position: 'en_activite',
  recruitedOn: '2015-03-01',
  startedOn: '2015-03-02',
}
const post: rules.Post = { unitId: 7, echelons: 3, points: 1010 }
const today = '2026-11-22'

describe('a phone number', () => {
  it.each([
    '0700001234',
    '07 00 00 12 34',
    '07.00.00.12.34',
    '07-00-00-12-34',
    '+225 07 00 00 12 34',
    '00225 0700001234',
    '2250700001234',
    '+225\u00a007\u202f00 00 12 34',
  ])('is understood as typed: %s', (typed) => expect(rules.phoneNumber(typed)).toBe('+2250700001234'))

  it.each([
    '',
    '07 00 00 12',
    '07 00 00 12 345',
    '06 00 00 12 34',
    '+33 07 00 00 12 34',
    '+225 +225 0700001234',
    'zéro sept',
    '٠٧٠٠٠٠١٢٣٤',
  ])('is refused when it is none: %s', (typed) => expect(rules.phoneNumber(typed)).toBeNull())
})

describe('the id in an address', () => {
  it('is a UUID or nobody', () => {
    expect(rules.personId('0199F0C4-1111-7222-8333-444455556666')).toBe('0199f0c4-1111-7222-8333-444455556666')
    for (const text of [
      undefined,
      '',
      '1',
      'nouveau',
      "' or 1=1",
      '0199f0c4-1111-7222-8333-444455556666\n',
      '0199f0c4111172228333444455556666',
    ]) {
      expect(() => rules.personId(text), String(text)).toThrow(expect.objectContaining({ status: 404 }))
    }
  })
})

describe('the dates of a file', () => {
  const wrong = (changes: Partial<Person>, leftOn: string | null = null) =>
    rules.dateErrors({ ...aya, ...changes }, leftOn, today).map(({ field }) => field)

  it('are accepted when recruitment follows the eighteenth birthday and service follows recruitment', () => {
    expect(wrong({})).toEqual([])
    expect(wrong({ birthDate: '1997-03-01' })).toEqual([])
    expect(wrong({ startedOn: '2015-03-01' })).toEqual([])
    expect(wrong({ startedOn: '2027-11-22' })).toEqual([])
  })

  it('are refused at their field otherwise', () => {
    expect(wrong({ birthDate: '1997-03-02' })).toEqual(['recruitedOn'])
    expect(wrong({ startedOn: '2015-02-28' })).toEqual(['startedOn'])
    expect(wrong({ recruitedOn: '2027-11-23', startedOn: '2027-11-23' })).toEqual(['recruitedOn', 'startedOn'])
    expect(wrong({ startedOn: '2027-11-23' })).toEqual(['startedOn'])
    expect(wrong({ birthDate: '2026-11-23' })).toContain('birthDate')
    expect(wrong({ startedOn: '2020-01-02' }, '2020-01-01')).toEqual(['startedOn'])
  })

  it('count a birthday of 29 February as Postgres does', () => {
    expect(wrong({ birthDate: '2000-02-29', recruitedOn: '2018-02-28', startedOn: '2018-02-28' })).toEqual([])
    expect(wrong({ birthDate: '2000-02-29', recruitedOn: '2018-02-27', startedOn: '2018-02-28' })).toEqual([
      'recruitedOn',
    ])
  })

  it('of a departure stand between the start of service and a year from now', () => {
    const since = { day: aya.startedOn, name: 'la prise de service' }
    const fields = (on: string) => rules.effectErrors('leftOn', on, since, today).map(({ message }) => message)
    expect(fields('2015-03-02')).toEqual([])
    expect(fields('2015-03-01')).toEqual(['Cette date précède la prise de service.'])
    expect(fields('2027-11-22')).toEqual([])
    expect(fields('2027-11-23')).toEqual(['Au plus un an à l’avance.'])
  })
})

describe('grade, class, échelon and index', () => {
  const wrong = (changes: Partial<Person>, of: Partial<rules.Post> = {}, before: Person | null = null) =>
    rules.postErrors({ ...aya, ...changes }, { ...post, ...of }, before).map(({ field }) => field)

  it('follow the grid', () => {
    expect(wrong({})).toEqual([])
    expect(wrong({ indexPoints: null })).toEqual([])
    expect(wrong({ indexPoints: 1011 })).toEqual(['indexPoints'])
    expect(wrong({ echelon: 4 })).toEqual(['echelon'])
    expect(wrong({}, { points: null })).toEqual(['echelon'])
    expect(wrong({}, { unitId: null })).toEqual(['unit'])
  })

  it('may stay as they are held when the grid has moved', () => {
    expect(wrong({}, { points: 1100, echelons: 0 }, aya)).toEqual([])
    expect(wrong({ indexPoints: null }, { points: 1100 }, aya)).toEqual([])
    expect(wrong({ indexPoints: 1100 }, { points: 1100 }, aya)).toEqual([])
    expect(wrong({ indexPoints: 1050 }, { points: 1100 }, aya)).toEqual(['indexPoints'])
    expect(wrong({ echelon: 2 }, { points: 1100 }, aya)).toEqual(['indexPoints'])
  })

  it('give the index when it is left empty', () => {
    expect(rules.indexPoints({ ...aya, indexPoints: null }, post, null)).toBe(1010)
    expect(rules.indexPoints({ ...aya, indexPoints: null }, { ...post, points: 1100 }, aya)).toBe(1010)
    expect(rules.indexPoints({ ...aya, echelon: 2, indexPoints: null }, { ...post, points: 1070 }, aya)).toBe(1070)
    expect(rules.indexPoints({ ...aya, indexPoints: 1100 }, { ...post, points: 1100 }, aya)).toBe(1100)
  })
})

describe('a change of the file', () => {
  const kinds = (changes: Partial<Person>) => rules.movements(aya, { ...aya, ...changes }).map(({ kind }) => kind)

  it('is an act of the career when the unit, the grade, the position or the function changes', () => {
    expect(kinds({ phone: '+2250700001234' })).toEqual([])
    expect(kinds({ jobTitle: 'Archiviste' })).toEqual(['fonction'])
    expect(kinds({ unit: 'DAF' })).toEqual(['affectation'])
    expect(kinds({ grade: 'A2', class: 'premiere', echelon: 2 })).toEqual(['promotion'])
    expect(kinds({ class: 'premiere' })).toEqual(['avancement_classe'])
    expect(kinds({ echelon: 2 })).toEqual(['avancement_echelon'])
    expect(kinds({ unit: 'DAF', echelon: 2, position: 'detachement' })).toEqual([
      'affectation',
      'avancement_echelon',
      'position',
    ])
  })

  it('is written down as the fields that differ, before and after', () => {
    const changes = rules.changesBetween(aya, { ...aya, phone: '+2250700001234', children: 2 })
    expect(changes).toEqual({ before: { phone: null, children: 0 }, after: { phone: '+2250700001234', children: 2 } })
    expect(rules.changesBetween(aya, { ...aya })).toEqual({ before: {}, after: {} })
  })
})

describe('what others changed while a form was open', () => {
  // newest first, as the journal is read
  const lines = [
    { before: { phone: '+2250700000002', version: 2 }, after: { phone: '+2250700000003', version: 3 } },
    { before: { phone: null, children: 0, version: 1 }, after: { phone: '+2250700000002', children: 1, version: 2 } },
  ]

  it('is told from what one saw to what stands now, and adopted where one had typed nothing', () => {
    expect(rules.differences(lines, aya)).toEqual([
      { field: 'phone', seen: null, theirs: '+2250700000003', yours: null, adopted: true },
      { field: 'children', seen: 0, theirs: 1, yours: 0, adopted: true },
    ])
  })

  it('leaves what one typed oneself', () => {
    const found = rules.differences(lines, { ...aya, phone: '+2250700009999' })
    expect(found[0]).toMatchObject({ field: 'phone', yours: '+2250700009999', adopted: false })
  })

  it('is silent on what was undone, and on the same change made twice', () => {
    expect(
      rules.differences(
        [
          { before: { children: 1 }, after: { children: 0 } },
          { before: { children: 0 }, after: { children: 1 } },
        ],
        aya,
      ),
    ).toEqual([])
    expect(rules.differences([{ before: { children: 0 }, after: { children: 3 } }], { ...aya, children: 3 })).toEqual(
      [],
    )
  })
})

describe('years and marks', () => {
  it('counts whole years', () => {
    expect(rules.yearsBetween('1990-11-22', today)).toBe(36)
    expect(rules.yearsBetween('1990-11-23', today)).toBe(35)
  })

  it('gives who is born on 29 February the age by which the list finds them', () => {
    expect(rules.yearsBetween('2000-02-29', '2026-02-28')).toBe(25)
    expect(rules.yearsBetween('2000-02-29', '2026-03-01')).toBe(26)
    expect(rules.yearsBetween('2000-02-29', '2028-02-29')).toBe(28)
  })

  it('says the time served in words', () => {
    expect(rules.seniority('2015-03-02', today)).toBe('11\u00a0ans')
    expect(rules.seniority('2025-11-22', today)).toBe('1\u00a0an')
    expect(rules.seniority('2025-11-23', today)).toBe('11\u00a0mois')
    expect(rules.seniority('2026-10-23', today)).toBe('moins d’un mois')
  })

  it.each([
    [20, 'Excellent'],
    [16, 'Excellent'],
    [15.99, 'Très bon'],
    [14, 'Très bon'],
    [13.99, 'Bon'],
    [12, 'Bon'],
    [11.99, 'Passable'],
    [10, 'Passable'],
    [9.99, 'Insuffisant'],
  ])('gives %d its word: %s', (mark, word) => expect(rules.mentionOf(mark)).toBe(word))
})

describe('the policy that the pages of a file rest on', () => {
  const fields: Action[] = ['field.identity', 'field.private', 'field.salary', 'field.health']

  it.each(roles)('lets %s write or read the journal only where every field may be read', (role) => {
    for (const action of ['personnel.write', 'activities.read'] as const) {
      if (policy[role][action])
        for (const field of fields) expect(policy[role][field], `${action} and ${field}`).toBe('all')
    }
  })
})
