import { Chance } from './chance'
import { addDays, addYears, type Day, dayOf, daysBetween, earlier, later, yearOf } from './days'
import type { Sex } from './names'
import type { Category } from './titles'

/** One person in outline: what the proportions of the ministry are made of. */
export type Sketch = {
  sex: Sex
  category: Category
  bornOn: Day
  /** The age limit that the grade must have, where the age asks for one. */
  limit: 60 | 65 | null
  recruitedOn: Day
  startedOn: Day
  left: Departure | null
}

export type Departure = { on: Day; reason: string }

type Age = { category: Category; bornIn: number; limit: 60 | 65 | null }

const women = 202
const newcomers = 60
const leavers = 19

/** The people of the ministry: 480, of whom A 182, B 144, C 96 and D 58; eight retire this year, three should have. */
export function sketchStaff(today: Day): Sketch[] {
  const chance = new Chance('staff')
  const ages = chance.shuffle([...peculiarAges(yearOf(today)), ...ordinaryAges(chance, yearOf(today))])
  const sexes = chance.deck([['F', women], ['M', ages.length - women]] as const)
  const people = ages.map((age, i) => ({ ...age, sex: sexes[i]!, bornOn: birthday(chance, age) }))
  const firstDays = chance.shuffle(spread(chance, newcomers, addYears(today, -3), today))
  return chance.shuffle(
    youngFirst(chance, people).map(({ bornIn, ...person }, i) => {
      const service = i < newcomers ? shortService(chance, firstDays[i]!) : longService(chance, person, addYears(today, -3))
      return { ...person, ...service, left: null }
    }),
  )
}

/** Those who left in the last eighteen months: eleven at the end of a year, having reached the limit, the others all along. */
export function sketchLeavers(today: Day): Sketch[] {
  const chance = new Chance('leavers')
  const lastYear = yearOf(addDays(today, 1)) - 1
  const retired = chance.deck([['D', 2], ['C', 3], ['B', 3], ['A', 3]] as const).map((category, i): Sketch => {
    const limit = category === 'A' && i % 2 === 0 ? 65 : 60
    const age = { category, limit, bornIn: lastYear - limit } as const
    return leaver(chance, age, { on: dayOf(lastYear, 12, 31), reason: 'Retraite' })
  })
  const reasons = chance.deck([['Mutation vers un autre ministère', 8], ['Démission', 6], ['Décès', 3], ['Fin de contrat', 2]] as const)
  const others = spread(chance, leavers, addDays(today, -548), today).map((on, i): Sketch => {
    const category = chance.pickWeighted([['A', 45], ['B', 30], ['C', 15], ['D', 10]] as const)
    return leaver(chance, { category, limit: null, bornIn: yearOf(today) - chance.int(32, 57) }, { on, reason: reasons[i]! })
  })
  return [...retired, ...others]
}

function leaver(chance: Chance, age: Age, left: Departure): Sketch {
  const sex = chance.happens(0.42) ? 'F' : 'M'
  const person = { category: age.category, limit: age.limit, sex, bornOn: birthday(chance, age) } as const
  return { ...person, ...longService(chance, person, addYears(left.on, -4)), left }
}

/** Those whose age is chosen: past the limit, at the limit this year, or kept until 65 by their grade. */
function peculiarAges(year: number): Age[] {
  const at = (limit: 60 | 65, over: number, categories: Category[]) =>
    categories.map((category): Age => ({ category, limit, bornIn: year - limit - over }))
  return [
    ...at(60, 2, ['D']),
    ...at(60, 1, ['C', 'B']),
    ...at(60, 0, ['D', 'C', 'C', 'B', 'B', 'A']),
    ...at(65, 0, ['A', 'A']),
    ...at(65, -1, ['A', 'A', 'A']),
    ...at(65, -2, ['A', 'A', 'A']),
    ...at(65, -3, ['A', 'A', 'A', 'A']),
    ...at(65, -4, ['A', 'A', 'A', 'A']),
  ]
}

/** Everyone else: 25 to 59 years in the year, most of them around 42. */
function ordinaryAges(chance: Chance, year: number): Age[] {
  const categories = chance.deck<Category>([['A', 165], ['B', 141], ['C', 93], ['D', 56]])
  const weights = Array.from({ length: 35 }, (_, i) => ({ age: 25 + i, weight: 1.25 - ((25 + i - 42) / 17) ** 2 }))
  const whole = weights.reduce((sum, { weight }) => sum + weight, 0)
  let sofar = 0
  const ages = weights.flatMap(({ age, weight }) => {
    const from = Math.round((sofar / whole) * categories.length)
    sofar += weight
    return Array<number>(Math.round((sofar / whole) * categories.length) - from).fill(age)
  })
  return categories.map((category, i) => ({ category, limit: null, bornIn: year - ages[i]! }))
}

/** Those kept until 65 have their birthday late in the year, so that nobody is older than 64 before the last days of it. */
function birthday(chance: Chance, { bornIn, limit }: Age): Day {
  const first = limit === 65 ? dayOf(bornIn, 12, 20) : dayOf(bornIn, 1, 1)
  return addDays(first, chance.int(0, daysBetween(first, dayOf(bornIn, 12, 31))))
}

function youngFirst<T extends { bornOn: Day }>(chance: Chance, people: T[]): T[] {
  return people
    .map((person) => ({ person, key: addDays(person.bornOn, -chance.int(0, 1_500)) }))
    .sort((a, b) => (a.key < b.key ? 1 : -1))
    .map(({ person }) => person)
}

/** One day in each of `count` equal parts of a period. */
function spread(chance: Chance, count: number, from: Day, to: Day): Day[] {
  const length = daysBetween(from, to)
  return Array.from({ length: count }, (_, i) => addDays(from, Math.ceil(((i + chance.next()) * length) / count)))
}

function shortService(chance: Chance, startedOn: Day) {
  return { startedOn, recruitedOn: addDays(startedOn, -chance.int(0, 60)) }
}

/** Recruited within nine years of the age of entry, most of them soon, and before the given day. */
function longService(chance: Chance, person: { category: Category; bornOn: Day }, before: Day) {
  const first = addYears(person.bornOn, { A: 23, B: 21, C: 20, D: 20 }[person.category])
  const reach = Math.min(daysBetween(first, before), 9 * 365)
  const recruitedOn = addDays(first, Math.floor(Math.max(reach, 0) * chance.next() ** 1.3))
  return { recruitedOn, startedOn: addDays(recruitedOn, chance.int(0, 60)) }
}
