import type { Step } from './career'
import { Chance } from './chance'
import { addDays, addYears, type Day, daysBetween, yearOf } from './days'
import type { Person } from './staffing'
import { type Unit, units } from './units'

/** A row of `career_events`, its unit by code. */
export type CareerEvent = {
  id: string
  person_id: string
  kind: Step['kind'] | 'affectation' | 'position' | 'sanction' | 'depart' | 'retraite'
  effective_on: Day
  decision_number: string
  unit_id: number | null
  grade: string | null
  class: string | null
  echelon: number | null
  position: string | null
  job_title: string | null
  note: string | null
  created_at: string
}

type Draft = Pick<CareerEvent, 'kind'> & {
  person: Person
  on: Day
  unit?: Unit
  step?: Step
  position?: string
  note?: string
}

const sanctions = 3
const movesAhead = 6
const returnsAhead = 3
/** Advancements of more years ago are summed up by the one that followed. */
const remembered = 6

/** The acts of every career, oldest first, the decisions numbered within their year. */
export function eventsOf(
  people: Person[],
  titles: Map<string, string | null>,
  unitIds: Map<string, number>,
  today: Day,
): CareerEvent[] {
  const chance = new Chance('events')
  const drafts = [
    ...people.flatMap((person) => acts(chance, person, today)),
    ...blames(chance, people, today),
    ...decided(people, today),
  ]
  drafts.sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
  const issued = new Map<number, number>()
  return drafts.map(({ kind, person, on, unit, step, position, note }) => {
    const number = (issued.get(yearOf(on)) ?? 0) + 1
    issued.set(yearOf(on), number)
    return {
      id: chance.uuid(Date.parse(on) + number),
      person_id: person.id,
      kind,
      effective_on: on,
      decision_number: `${yearOf(on)}-${String(number).padStart(4, '0')}/MPPEEP/DRH`,
      unit_id: unit ? unitIds.get(unit.code)! : null,
      grade: step?.grade ?? null,
      class: step?.class ?? null,
      echelon: step?.echelon ?? null,
      position: position ?? null,
      job_title: kind === 'nomination' ? (titles.get(person.id) ?? null) : null,
      note: note ?? null,
      created_at: `${on < today ? on : today}T09:00:00Z`,
    }
  })
}

function acts(chance: Chance, person: Person, today: Day): Draft[] {
  const moved = movedOn(chance, person, today)
  const first = moved
    ? chance.pick(units.filter((unit) => unit.kind === 'service' && unit !== person.unit))
    : person.unit
  const entry = { unit: first, position: 'en_activite' }
  const drafts = person.steps
    .filter((step, i) => i === person.steps.length - 1 || isRemembered(step, today))
    .map(
      (step): Draft => ({ kind: step.kind, person, on: step.on, step, ...(step.kind === 'nomination' ? entry : {}) }),
    )
  if (moved) drafts.push({ kind: 'affectation', person, on: moved, unit: person.unit })
  if (person.awaySince) drafts.push({ kind: 'position', person, on: person.awaySince, position: person.position })
  if (person.left?.reason === 'Retraite')
    drafts.push({ kind: 'retraite', person, on: person.left.on, position: 'retraite' })
  else if (person.left) drafts.push({ kind: 'depart', person, on: person.left.on, note: person.left.reason })
  return drafts
}

function isRemembered({ kind, on }: Step, today: Day): boolean {
  return kind === 'nomination' || kind === 'promotion' || on > addYears(today, -remembered)
}

/** Chiefs came from elsewhere, and so did four in ten of those who have been there for three years. */
function movedOn(chance: Chance, person: Person, today: Day): Day | null {
  const until = addYears(person.left?.on ?? today, -1)
  const served = daysBetween(person.startedOn, until)
  if (served < 2 * 365 || !(person.post || chance.happens(0.4))) return null
  return addDays(until, -chance.int(0, Math.min(served - 365, 8 * 365)))
}

/** What is decided and takes effect in the months to come. */
function decided(people: Person[], today: Day): Draft[] {
  const chance = new Chance('decided')
  const here = people.filter((person) => !person.left && person.startedOn < addYears(today, -2))
  const moving = chance.shuffle(here.filter((person) => !person.post && !person.awaySince)).slice(0, movesAhead)
  const coming = chance.shuffle(here.filter((person) => person.awaySince)).slice(0, returnsAhead)
  return [
    ...moving.map((person): Draft => {
      const unit = chance.pick(units.filter((one) => one.kind === 'service' && one !== person.unit))
      return { kind: 'affectation', person, on: addDays(today, chance.int(10, 90)), unit }
    }),
    ...coming.map(
      (person): Draft => ({
        kind: 'position',
        person,
        on: addDays(today, chance.int(20, 120)),
        position: 'en_activite',
      }),
    ),
  ]
}

function blames(chance: Chance, people: Person[], today: Day): Draft[] {
  const fit = people.filter((person) => !person.post && !person.left && person.startedOn < addYears(today, -4))
  return chance
    .shuffle(fit)
    .slice(0, sanctions)
    .map((person) => ({ kind: 'sanction', person, on: addDays(today, -chance.int(60, 1_000)), note: 'Avertissement' }))
}
