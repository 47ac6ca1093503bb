import { careerOf, type Grid, type Step } from './career'
import { Chance } from './chance'
import { addDays, addYears, type Day } from './days'
import { sketchLeavers } from './leavers'
import { type Sketch, sketchStaff } from './sketches'
import { programmeChiefs, type Unit, units } from './units'

/** Someone with a career, a unit and, for some, the post at its head. */
export type Person = Sketch & {
  id: string
  steps: Step[]
  unit: Unit
  /** The unit this person is the chief of. */
  post: Unit | null
  position: Position
  /** Since when the position is another than active; null for those at work. */
  awaySince: Day | null
}

export type Position =
  | 'en_activite'
  | 'detachement'
  | 'disponibilite'
  | 'conge_longue_duree'
  | 'sous_les_drapeaux'
  | 'hors_cadre'
  | 'suspension'
  | 'retraite'

/** By rank: the posts above are filled first, by the highest grades. */
const ranks: Unit['kind'][] = ['cabinet', 'direction_generale', 'inspection', 'direction', 'sous_direction', 'service']

/** Everyone, those who left included, each in a unit. */
export function everyone(today: Day, grid: Grid): Person[] {
  const chance = new Chance('staffing')
  const opened = Date.parse(today)
  const person = (sketch: Sketch, i: number): Person => ({
    ...sketch,
    id: chance.uuid(opened + i),
    steps: careerOf(chance, sketch, grid, sketch.left?.on ?? today),
    unit: chance.pick(units.filter((unit) => unit.kind === 'service')),
    post: null,
    position: sketch.left?.reason === 'Retraite' ? 'retraite' : 'en_activite',
    awaySince: null,
  })
  const staff = sketchStaff(today).map(person)
  const leavers = sketchLeavers(today).map((sketch, i) => person(sketch, staff.length + i))
  return [...sendAway(chance, fillUnits(chance, fillPosts(staff, addYears(today, -4))), today), ...leavers]
}

/** Who is at the head of which unit, programmes included. */
export function chiefs(people: Person[]): { code: string; chief: string }[] {
  const posts = people.flatMap(({ id, post }) => (post ? [{ code: post.code, chief: id }] : []))
  const programmes = Object.entries(programmeChiefs).map(([code, held]) => ({
    code,
    chief: posts.find((post) => post.code === held)!.chief,
  }))
  return [...posts, ...programmes]
}

function fillPosts(staff: Person[], recruitedBefore: Day): Person[] {
  const posts = ranks.flatMap((kind) => units.filter((unit) => unit.kind === kind && !unit.vacant))
  const fit = staff
    .filter((person) => person.category === 'A' && person.startedOn < recruitedBefore)
    .sort((a, b) => height(b) - height(a))
  const postOf = new Map(fit.slice(0, posts.length).map((person, i) => [person.id, posts[i]!]))
  return staff.map((person) => {
    const post = postOf.get(person.id)
    return post ? { ...person, post, unit: post } : person
  })
}

function fillUnits(chance: Chance, staff: Person[]): Person[] {
  const places = chance.shuffle(
    units.flatMap((unit) => Array<Unit>(unit.staff - (unit.staff > 0 && !unit.vacant ? 1 : 0)).fill(unit)),
  )
  return staff.map((person) => (person.post ? person : { ...person, unit: places.pop()! }))
}

/** The few whose position is another than active: seasoned people without a post. */
function sendAway(chance: Chance, staff: Person[], today: Day): Person[] {
  const positions = chance.deck({
    detachement: 8,
    disponibilite: 6,
    conge_longue_duree: 3,
    hors_cadre: 2,
    suspension: 2,
    sous_les_drapeaux: 1,
  })
  const fit = staff.filter((person) => !person.post && !person.limit && person.startedOn < addYears(today, -5))
  const positionOf = new Map(
    chance
      .shuffle(fit)
      .slice(0, positions.length)
      .map((person, i) => [person.id, positions[i]!]),
  )
  return staff.map((person) => {
    const position = positionOf.get(person.id)
    return position ? { ...person, position, awaySince: addDays(today, -chance.int(20, 700)) } : person
  })
}

/** The grade first, then the index in it. */
function height(person: Person): number {
  const { grade, points } = person.steps[person.steps.length - 1]!
  return Number(grade.slice(1)) * 10_000 + points
}
