import type { Chance } from './chance'
import { addDays, type Day, daysBetween } from './days'
import type { Sketch } from './sketches'
import type { Category } from './titles'

/** The steps of each grade from the entry upward, as the grid in force has them. */
export type Grid = Map<string, { class: string; echelon: number; points: number }[]>

export type Step = {
  kind: 'nomination' | 'promotion' | 'avancement_echelon' | 'avancement_classe'
  on: Day
  grade: string
  class: string
  echelon: number
  points: number
}

const year = 365
/** One échelon every two years. */
const pace = 2 * year

/** Years to serve in a grade before the next one of the ladder. */
const service: Record<string, number> = { D1: 3, C1: 3, B1: 3, B3: 3, A3: 3, A4: 7, A5: 6, A6: 6 }

/** The grades whose limit is 65. */
const keptBeyond60 = ['A4', 'A5', 'A6', 'A7']

/** The grades gone through by those of a category, with how many take that way. */
const ways: Record<Category, Record<string, number>> = {
  A: { A1: 7, A2: 6, A3: 34, 'B3 A3': 12, 'A3 A4': 24, 'A3 A4 A5': 17, 'A3 A4 A5 A6': 10, 'A3 A4 A5 A6 A7': 8 },
  B: { B1: 35, B2: 12, B3: 28, 'B1 B3': 15, 'C1 B1': 10 },
  C: { C1: 45, C2: 25, C3: 12, 'D1 C1': 18 },
  D: { D1: 65, D2: 35 },
}

/** A career from the nomination to `until`: grades by the ladder, and échelons in each as time goes. */
export function careerOf(chance: Chance, person: Sketch, grid: Grid, until: Day): Step[] {
  const days = daysBetween(person.startedOn, until)
  const way = drawWay(chance, person, days)
  let on = person.startedOn
  let slack = days - shortest(way)
  return way.flatMap((grade, i) => {
    const wait = i === way.length - 1 ? 0 : Math.floor((slack * chance.next()) / 2)
    const end = i === way.length - 1 ? until : addDays(on, service[grade]! * year + wait)
    const steps = stepsOf(grade, grid.get(grade)!, i === 0 ? 'nomination' : 'promotion', on, end)
    slack -= wait
    on = end
    return steps
  })
}

function stepsOf(
  grade: string,
  scale: { class: string; echelon: number; points: number }[],
  entry: 'nomination' | 'promotion',
  from: Day,
  to: Day,
): Step[] {
  const reached = Math.min(Math.floor(Math.max(daysBetween(from, to) - 1, 0) / pace), scale.length - 1)
  return scale.slice(0, reached + 1).map((step, i) => ({
    kind: i === 0 ? entry : step.echelon === 1 ? 'avancement_classe' : 'avancement_echelon',
    on: addDays(from, i * pace),
    grade,
    ...step,
  }))
}

function drawWay(chance: Chance, { category, limit }: Sketch, days: number): string[] {
  const possible = Object.entries(ways[category]).filter(([way]) => {
    const grades = way.split(' ')
    return (
      days >= shortest(grades) &&
      (limit === null || keptBeyond60.includes(grades[grades.length - 1]!) === (limit === 65))
    )
  })
  return chance.draw(Object.fromEntries(possible)).split(' ')
}

function shortest(way: string[]): number {
  return way.slice(0, -1).reduce((sum, grade) => sum + service[grade]! * year, 0)
}
