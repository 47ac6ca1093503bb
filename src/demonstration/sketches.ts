import { type Age, agesOf } from './ages'
import { Chance } from './chance'
import { addDays, addYears, type Day, daysBetween } from './days'
import type { Sex } from './names'

/** One person in outline: what the proportions of the ministry are made of. */
export type Sketch = Age & { sex: Sex; recruitedOn: Day; startedOn: Day; left: Departure | null }
export type Departure = { on: Day; reason: string }

const women = 202
const newcomers = 60

/** The people of the ministry; a few came in each month of the last three years. */
export function sketchStaff(today: Day): Sketch[] {
  const chance = new Chance('staff')
  const ages = chance.shuffle(agesOf(chance, today))
  const sexes = chance.deck({ F: women, M: ages.length - women })
  const firstDays = chance.shuffle(spread(chance, newcomers, addYears(today, -3), today))
  const people = youngFirst(chance, ages).map((age, i): Sketch => {
    const service = i < newcomers ? shortService(chance, firstDays[i]!) : longService(chance, age, addYears(today, -3))
    return { ...age, sex: sexes[i]!, ...service, left: null }
  })
  return chance.shuffle(people)
}

/** One day in each of `count` equal parts of a period. */
export function spread(chance: Chance, count: number, from: Day, to: Day): Day[] {
  const length = daysBetween(from, to)
  return Array.from({ length: count }, (_, i) => addDays(from, Math.ceil(((i + chance.next()) * length) / count)))
}

/** Recruited within nine years of the age of entry, most of them soon, and before the given day. */
export function longService(chance: Chance, { category, bornOn }: Age, before: Day) {
  const first = addYears(bornOn, { A: 23, B: 21, C: 20, D: 20 }[category])
  const reach = Math.min(daysBetween(first, before), 9 * 365)
  const recruitedOn = addDays(first, Math.floor(Math.max(reach, 0) * chance.next() ** 1.3))
  return { recruitedOn, startedOn: addDays(recruitedOn, chance.int(0, 60)) }
}

function shortService(chance: Chance, startedOn: Day) {
  return { recruitedOn: addDays(startedOn, -chance.int(0, 60)), startedOn }
}

function youngFirst(chance: Chance, ages: Age[]): Age[] {
  return ages
    .map((age) => ({ age, key: addDays(age.bornOn, -chance.int(0, 1_500)) }))
    .sort((a, b) => (a.key < b.key ? 1 : -1))
    .map(({ age }) => age)
}
