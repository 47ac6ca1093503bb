import { Chance } from './chance'
import { addDays, type Day, dayOf, earlier, later, yearOf } from './days'
import type { Person } from './staffing'

/** A row of `evaluations`, its mean left to the database. */
export type Evaluation = Record<'technical' | 'organisation' | 'initiative' | 'diligence' | 'relations', number> & {
  id: string
  person_id: string
  year: number
  state: State
  comment: string | null
  created_at: string
}

type State = 'brouillon' | 'transmise' | 'validee' | 'contestee' | 'arbitree'

/** How many of each year are not what most are: contested six in all, arbitrated five. */
const disputed: Record<number, [State, number][]> = {
  0: [['contestee', 4]],
  1: [
    ['contestee', 2],
    ['arbitree', 3],
  ],
  2: [['arbitree', 2]],
}

const complaints = [
  'L’intéressé conteste la note d’initiative et demande un réexamen.',
  'La fiche ne tient pas compte de la mission conduite au deuxième trimestre.',
  'Désaccord sur l’assiduité : les absences relevées étaient justifiées.',
]

/** The campaigns of this year, under way, and of the two before, closed save for a few disputes. */
export function evaluationsOf(people: Person[], today: Day): Evaluation[] {
  const chance = new Chance('evaluations')
  const worth = new Map(people.map((person) => [person.id, 14 + bell(chance) * 3.2]))
  return [2, 1, 0].flatMap((ago) => {
    const year = yearOf(today) - ago
    const judged = chance.shuffle(people.filter((person) => isJudged(person, year) && chance.happens(0.93)))
    const states = disputed[ago]!.flatMap(([state, count]) => Array<State>(count).fill(state))
    return judged.map((person, i) => {
      const state = states[i] ?? usualState(chance, ago)
      return evaluation(chance, person, year, state, worth.get(person.id)!, today)
    })
  })
}

function usualState(chance: Chance, ago: number): State {
  if (ago > 0) return 'validee'
  return chance.draw({ brouillon: 30, transmise: 35, validee: 35 })
}

/** Those who served at least half of the year and are still there at its end. */
function isJudged(person: Person, year: number): boolean {
  const until = person.awaySince ?? person.left?.on
  return person.startedOn <= dayOf(year, 6, 30) && (until === undefined || until > dayOf(year, 12, 31))
}

function evaluation(chance: Chance, person: Person, year: number, state: State, worth: number, today: Day): Evaluation {
  const mark = () => Math.min(19, Math.max(9, Math.round((worth + bell(chance) * 2.5) * 2) / 2))
  const closing = earlier(addDays(today, -chance.int(1, 40)), dayOf(year, 12, chance.int(1, 20)))
  const on = later(closing, dayOf(year, 1, 1))
  return {
    id: chance.uuid(Date.parse(on)),
    person_id: person.id,
    year,
    technical: mark(),
    organisation: mark(),
    initiative: mark(),
    diligence: mark(),
    relations: mark(),
    state,
    comment: state === 'contestee' || state === 'arbitree' ? chance.pick(complaints) : null,
    created_at: `${on}T15:00:00Z`,
  }
}

/** Between -1 and 1, seldom far from 0: the mean of three draws. */
function bell(chance: Chance): number {
  return ((chance.next() + chance.next() + chance.next()) * 2) / 3 - 1
}
