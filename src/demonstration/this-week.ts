import { Chance } from './chance'
import { addDays, addYears, type Day, earlier, later, mondayOf, weekday, yearOf } from './days'
import type { Person } from './staffing'
import { maternityDays, mayBeMother, type Stay } from './stays'

/** Out of 480 people 36 are away today, whichever day today is; missions and training are for working days. */
const working: [Stay['type'], number][] = [
  ['maternite', 4],
  ['conge_annuel', 17],
  ['maladie', 5],
  ['mission', 5],
  ['formation', 4],
  ['permission', 1],
]
const weekend: [Stay['type'], number][] = [
  ['maternite', 5],
  ['conge_annuel', 24],
  ['maladie', 7],
]
const otherDays: [Stay['type'], number][] = [
  ['conge_annuel', 6],
  ['permission', 6],
  ['mission', 3],
]

/** Who is away in the week of today, by person: the figures of the home page, neither empty nor absurd. */
export function staysThisWeek(people: Person[], today: Day): Map<string, Stay> {
  const chance = new Chance('this week')
  const atWork = people.filter((person) => !person.left && !person.awaySince && person.startedOn < addYears(today, -1))
  const waiting = chance.shuffle(atWork)
  const take = (type: Stay['type']) => {
    const i = type === 'maternite' ? waiting.findIndex((person) => mayBeMother(person, yearOf(today))) : 0
    return waiting.splice(i, 1)[0]!.id
  }
  const away = new Map<string, Stay>()
  for (const [type, count] of weekday(today) < 6 ? working : weekend) {
    for (let i = 0; i < count; i++) away.set(take(type), over(chance, type, today))
  }
  for (const [type, count] of otherDays) {
    for (let i = 0; i < count; i++) away.set(take(type), beside(chance, type, today))
  }
  return away
}

/** A stay that holds today. */
function over(chance: Chance, type: Stay['type'], today: Day): Stay {
  const monday = mondayOf(today)
  switch (type) {
    case 'maternite': {
      const from = addDays(today, -chance.int(20, 140))
      return { type, from, to: addDays(from, maternityDays - 1) }
    }
    case 'conge_annuel': {
      const length = chance.pick([30, 30, 20, 15, 10])
      const from = mondayOf(addDays(today, 7 - length + chance.int(0, length - 7)))
      return { type, from, to: addDays(from, length - 1) }
    }
    case 'maladie':
      return { type, from: addDays(today, -chance.int(0, 6)), to: addDays(today, chance.int(0, 7)) }
    case 'permission':
      return { type, from: today, to: today }
    default:
      return {
        type,
        from: later(monday, addDays(today, -chance.int(0, 2))),
        to: earlier(addDays(monday, 4), addDays(today, chance.int(0, 2))),
      }
  }
}

/** A stay that touches this week but not today: leave that ended or will begin, one day of permission or mission. */
function beside(chance: Chance, type: Stay['type'], today: Day): Stay {
  const monday = mondayOf(today)
  if (type !== 'conge_annuel') {
    const day = chance.pick([0, 1, 2, 3, 4].map((n) => addDays(monday, n)).filter((day) => day !== today))
    return { type, from: day, to: day }
  }
  if (weekday(today) < 3)
    return { type, from: addDays(today, chance.int(1, 3)), to: addDays(today, chance.int(10, 18)) }
  const to = addDays(today, -chance.int(1, weekday(today) - 1))
  return { type, from: addDays(to, -chance.pick([9, 14, 19, 29])), to }
}
