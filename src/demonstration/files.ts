import { Chance } from './chance'
import { type Day, daysBetween } from './days'
import { drawName } from './names'
import type { Person } from './staffing'
import { titleOf, titleOfChief } from './titles'

/** A row of `personnel`. */
export type File = ReturnType<typeof filesOf>[number]

const incomplete = { nationalId: 7, birthPlace: 7, people: 12 }

const towns = [
  'Abidjan',
  'Bouaké',
  'Daloa',
  'Yamoussoukro',
  'Korhogo',
  'San-Pédro',
  'Man',
  'Gagnoa',
  'Divo',
  'Abengourou',
  'Agboville',
  'Bondoukou',
  'Odienné',
  'Séguéla',
  'Dimbokro',
  'Grand-Bassam',
  'Ferkessédougou',
  'Bouaflé',
  'Dabou',
  'Tiassalé',
]
const communes = [
  'Cocody',
  'Yopougon',
  'Abobo',
  'Marcory',
  'Koumassi',
  'Treichville',
  'Adjamé',
  'Plateau',
  'Port-Bouët',
  'Attécoubé',
  'Bingerville',
  'Songon',
]
const quarters = [
  'Angré',
  'Riviera',
  'Niangon',
  'Biétry',
  'Remblais',
  'Williamsville',
  'Avocatier',
  'Zone 4',
  'Vridi',
  'Belleville',
]

/** The file of each person; the numbers are inside the ranges kept for fiction. */
export function filesOf(people: Person[], unitIds: Map<string, number>, today: Day) {
  const chance = new Chance('files')
  const matricules = matriculesOf(chance, people)
  const gaps = gapsOf(chance, people)
  const emails = new Set<string>()
  return people.map((person, i) => {
    const age = daysBetween(person.bornOn, today) / 365
    const maritalStatus = chance.draw(age < 30 ? young : settled)
    const name = drawName(chance, person.sex, maritalStatus === 'marie')
    const step = person.steps[person.steps.length - 1]!
    const commune = chance.pickEarly(communes)
    return {
      id: person.id,
      matricule: matricules.get(person.id)!,
      last_name: name.lastName,
      first_names: name.firstNames,
      maiden_name: name.maidenName,
      sex: person.sex,
      birth_date: person.bornOn,
      birth_place: gaps.birthPlace.has(person.id) ? null : chance.pickEarly(towns),
      nationality: 'Ivoirienne',
      marital_status: maritalStatus,
      children: maritalStatus === 'celibataire' ? chance.int(0, 1) : chance.int(0, age < 35 ? 2 : 5),
      national_id: gaps.nationalId.has(person.id)
        ? null
        : `CI${digits(100_000_000 + i * 1_700_003 + chance.int(0, 1_000_000), 9)}`,
      passport: chance.happens(0.15) ? `00FX${digits(i * 19 + 1_000, 5)}` : null,
      work_email: emailOf(name, emails),
      phone: `+2250700${digits((i * 37 + 11) % 5_000, 6)}`,
      other_phone: chance.happens(0.2) ? `+2250700${digits(5_000 + ((i * 41 + 7) % 5_000), 6)}` : null,
      address: `${chance.pick(quarters)}, ${commune}`,
      po_box: chance.happens(0.4)
        ? `${digits(chance.int(1, 25), 2)} BP ${chance.int(100, 3_900)} Abidjan ${digits(chance.int(1, 25), 2)}`
        : null,
      job_title: person.post
        ? titleOfChief(person.post, person.sex)
        : titleOf(chance, person.category, person.unit, person.sex),
      unit_id: unitIds.get(person.unit.code)!,
      grade: step.grade,
      class: step.class,
      echelon_since: step.on,
      echelon: step.echelon,
      index_points: step.points,
      position: person.position,
      recruited_on: person.recruitedOn,
      started_on: person.startedOn,
      left_on: person.left?.on ?? null,
      left_reason: person.left?.reason ?? null,
      fictitious: true,
      version: 1,
      created_at: `${today}T00:00:00Z`,
      updated_at: `${today}T00:00:00Z`,
    }
  })
}

const young = { celibataire: 62, marie: 20, union_libre: 18, divorce: 0, veuf: 0 }
const settled = { celibataire: 18, marie: 58, union_libre: 12, divorce: 8, veuf: 4 }

/** Six digits that rise with the recruitment, and a letter. */
function matriculesOf(chance: Chance, people: Person[]): Map<string, string> {
  const byRecruitment = [...people].sort((a, b) =>
    a.recruitedOn < b.recruitedOn ? -1 : a.recruitedOn > b.recruitedOn ? 1 : 0,
  )
  let last = 0
  return new Map(
    byRecruitment.map((person) => {
      last = Math.max(last + 1, 200_000 + daysBetween('1980-01-01', person.recruitedOn) * 13)
      return [person.id, digits(last, 6) + chance.pick([...'ABCDEFGHJKLMNPQRSTUVWXY'])]
    }),
  )
}

/** Whose identity number or birth place is missing: twelve people, two of whom lack both. */
function gapsOf(chance: Chance, people: Person[]): { nationalId: Set<string>; birthPlace: Set<string> } {
  const present = people.filter((person) => !person.left && !person.post)
  const chosen = chance
    .shuffle(present)
    .slice(0, incomplete.people)
    .map((person) => person.id)
  return {
    nationalId: new Set(chosen.slice(0, incomplete.nationalId)),
    birthPlace: new Set(chosen.slice(-incomplete.birthPlace)),
  }
}

/** `aya.kouassi@mppeep.example`; the second to bear the name gets a 2. */
function emailOf(name: { lastName: string; firstNames: string }, taken: Set<string>): string {
  const local = `${plain(name.firstNames.split(' ')[0]!)}.${plain(name.lastName)}`
  let email = `${local}@mppeep.example`
  for (let n = 2; taken.has(email); n++) email = `${local}${n}@mppeep.example`
  taken.add(email)
  return email
}

function plain(name: string): string {
  return name
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/[^a-z-]/g, '')
}

function digits(value: number, length: number): string {
  return String(value).padStart(length, '0')
}
