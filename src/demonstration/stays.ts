import type { Chance } from './chance'
import { addDays, type Day, dayOf, mondayOf, yearOf } from './days'
import type { Person } from './staffing'

/** Some days away, before it is known whether they fit. */
export type Stay = {
  type: 'conge_annuel' | 'permission' | 'maladie' | 'maternite' | 'paternite' | 'formation' | 'mission' | 'injustifiee'
  from: Day
  to: Day
}

/** 24 weeks: 8 before the birth and 16 after. */
export const maternityDays = 168
const paternityDays = 30

/** How people part their thirty days of leave, some of them keeping a few. */
const partings = [[30], [30], [30], [21], [15, 15], [15, 15], [20, 10], [14, 7], [10, 10, 10]]
/** The months in which leave begins: August and December above all. */
const months = [1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 7, 8, 8, 8, 8, 8, 9, 9, 9, 10, 10, 11, 11, 12, 12, 12, 12]

/** What somebody's year may hold, the longest first. */
export function yearlyStays(chance: Chance, person: Person, year: number): Stay[] {
  return [
    ...births(chance, person, year),
    ...leave(chance, year),
    ...illness(chance, year),
    ...work(chance, person, year),
    ...shortOnes(chance, year),
  ]
}

/** Whether a woman of that year's age may well have a child. */
export function mayBeMother(person: Person, year: number): boolean {
  const age = year - yearOf(person.bornOn)
  return person.sex === 'F' && age >= 25 && age <= 42
}

function births(chance: Chance, person: Person, year: number): Stay[] {
  const age = year - yearOf(person.bornOn)
  const from = anyDay(chance, year)
  if (mayBeMother(person, year) && chance.happens(0.07)) return [stay('maternite', from, maternityDays)]
  if (person.sex === 'M' && age >= 26 && age <= 48 && chance.happens(0.04))
    return [stay('paternite', from, paternityDays)]
  return []
}

function leave(chance: Chance, year: number): Stay[] {
  return chance.pick(partings).map((length) => {
    const monday = mondayOf(dayOf(year, chance.pick(months), chance.int(1, 28)))
    return stay('conge_annuel', monday, length)
  })
}

function illness(chance: Chance, year: number): Stay[] {
  return Array.from({ length: chance.pick([0, 0, 0, 1, 1, 2]) }, () => {
    const [least, most] = { short: [2, 5], long: [6, 15], grave: [20, 40] }[
      chance.draw({ short: 70, long: 25, grave: 5 })
    ]
    return stay('maladie', anyDay(chance, year), chance.int(least!, most!))
  })
}

/** Missions and training, inside one week. */
function work(chance: Chance, person: Person, year: number): Stay[] {
  const missions = chance.pick(person.category === 'A' ? [0, 0, 0, 0, 1, 1, 1, 2, 2, 3] : [0, 0, 0, 0, 0, 1])
  const trained = chance.happens(person.category === 'A' || person.category === 'B' ? 0.35 : 0.15)
  return [
    ...Array.from({ length: missions }, () => withinWeek(chance, 'mission', year, 4)),
    ...(trained ? [withinWeek(chance, 'formation', year, 5)] : []),
  ]
}

function shortOnes(chance: Chance, year: number): Stay[] {
  const permissions = chance.pick([0, 0, 0, 1, 1, 2])
  return [
    ...Array.from({ length: permissions }, () => withinWeek(chance, 'permission', year, 3)),
    ...(chance.happens(0.02) ? [withinWeek(chance, 'injustifiee', year, 2)] : []),
  ]
}

function withinWeek(chance: Chance, type: Stay['type'], year: number, most: number): Stay {
  const monday = mondayOf(anyDay(chance, year))
  const length = chance.int(1, most)
  return stay(type, addDays(monday, chance.int(0, 5 - length)), length)
}

function anyDay(chance: Chance, year: number): Day {
  return addDays(dayOf(year, 1, 1), chance.int(0, 364))
}

function stay(type: Stay['type'], from: Day, length: number): Stay {
  return { type, from, to: addDays(from, length - 1) }
}
