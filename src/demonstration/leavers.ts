import { type Age, bornToReach } from './ages'
import { Chance } from './chance'
import { addDays, addYears, type Day, dayOf, yearOf } from './days'
import { type Departure, longService, type Sketch, spread } from './sketches'

/** Eighteen months. */
const period = 548

/** Those who left lately: eleven at the end of the last year, having reached the limit, nineteen others all along. */
export function sketchLeavers(today: Day): Sketch[] {
  const chance = new Chance('leavers')
  return [...retired(chance, yearOf(addDays(today, 1)) - 1), ...others(chance, today)]
}

function retired(chance: Chance, year: number): Sketch[] {
  const categories = chance.deck({ D: 2, C: 3, B: 3, A: 3 })
  return categories.map((category) => {
    const limit = category === 'A' ? 65 : 60
    const age = { category, limit, bornOn: bornToReach(chance, limit, year) } as const
    return leaver(chance, age, { on: dayOf(year, 12, 31), reason: 'Retraite' })
  })
}

function others(chance: Chance, today: Day): Sketch[] {
  const reasons = chance.deck({ 'Mutation vers un autre ministère': 8, Démission: 6, Décès: 3, 'Fin de contrat': 2 })
  return spread(chance, reasons.length, addDays(today, -period), today).map((on, i) => {
    const category = chance.draw({ A: 45, B: 30, C: 15, D: 10 })
    const bornOn = addDays(today, -chance.int(32 * 365, 57 * 365))
    return leaver(chance, { category, limit: null, bornOn }, { on, reason: reasons[i]! })
  })
}

function leaver(chance: Chance, age: Age, left: Departure): Sketch {
  return { ...age, sex: chance.happens(0.42) ? 'F' : 'M', ...longService(chance, age, addYears(left.on, -4)), left }
}
