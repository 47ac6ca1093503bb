import type { Chance } from './chance'
import { addDays, addYears, type Day, dayOf, daysBetween, later, yearOf } from './days'
import type { Category } from './titles'

/** How old somebody of a category is, and the age limit that their grade must have, where the age asks for one. */
export type Age = { category: Category; bornOn: Day; limit: Limit | null }
export type Limit = 60 | 65

/** The ages of the ministry: 480 people, of whom A 182, B 144, C 96 and D 58; mean 43. */
export function agesOf(chance: Chance, today: Day): Age[] {
  return [...chosen(chance, yearOf(today)), ...ordinary(chance, today)]
}

/**
 * A birthday in the year that makes somebody reach the limit in the year given. Those kept until 65 have theirs in the last
 * days of it, so that nobody looks older than 64.
 */
export function bornToReach(chance: Chance, limit: Limit, year: number): Day {
  const first = limit === 65 ? dayOf(year - limit, 12, 20) : dayOf(year - limit, 1, 1)
  return addDays(first, chance.int(0, daysBetween(first, dayOf(year - limit, 12, 31))))
}

/** Three past the limit, eight who reach it this year, and those whom their grade keeps beyond 60. */
function chosen(chance: Chance, year: number): Age[] {
  const reaching = (limit: Limit, when: number, categories: string) =>
    [...categories].map((category) => ({
      category: category as Category,
      limit,
      bornOn: bornToReach(chance, limit, when),
    }))
  return [
    ...reaching(60, year - 2, 'D'),
    ...reaching(60, year - 1, 'CB'),
    ...reaching(60, year, 'DCCBBA'),
    ...reaching(65, year, 'AA'),
    ...reaching(65, year + 1, 'AAA'),
    ...reaching(65, year + 2, 'AAA'),
    ...reaching(65, year + 3, 'AAAA'),
    ...reaching(65, year + 4, 'AAAA'),
  ]
}

/** Everyone else: from 24 to 59 years today, most of them around 42, and none reaching a limit this year. */
function ordinary(chance: Chance, today: Day): Age[] {
  const categories = chance.deck({ A: 165, B: 141, C: 93, D: 56 })
  const years = Array.from({ length: 36 }, (_, i) => 24 + i)
  const ages = share(categories.length, years, (age) => 1.2 - ((age - 41.5) / 18) ** 2)
  const oldest = dayOf(yearOf(today) - 59, 1, 1)
  return categories.map((category, i) => {
    const bornOn = addDays(addYears(today, -ages[i]!), -chance.int(0, 364))
    return { category, limit: null, bornOn: later(bornOn, oldest) }
  })
}

/** So many items, each as often as its weight asks. */
function share<T>(count: number, items: T[], weightOf: (item: T) => number): T[] {
  const whole = items.reduce((sum, item) => sum + weightOf(item), 0)
  let passed = 0
  return items.flatMap((item) => {
    const from = Math.round((passed / whole) * count)
    passed += weightOf(item)
    return Array<T>(Math.round((passed / whole) * count) - from).fill(item)
  })
}
