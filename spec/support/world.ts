import type { Sql } from 'postgres'

type Person = {
  id: string
  unit: number
  sex: string
  birthDate: string
  grade: string
  category: string
  position: string
  startedOn: string
  leftOn: string | null
  retirementOn: string
  incomplete: boolean
  fictitious: boolean
  absences: Absence[]
  evaluations: Evaluation[]
}
type Unit = { id: number; code: string; parent: number | null; kind: string }
type Absence = { person: string; type: string; personal: boolean; startsOn: string; endsOn: string }
type Evaluation = { person: string; year: number; state: string; mark: number }

/** All rows, read plainly, to count people again by hand: another way than the queries of the site. */
export class World {
  private readonly subtrees = new Map<string, Set<number>>()

  private constructor(
    readonly people: Person[],
    readonly units: Unit[],
  ) {}

  static async read(sql: Sql): Promise<World> {
    const people = await sql<Person[]>`
      select p.id, unit_id::int as unit, sex, birth_date as "birthDate", grade, category, position, started_on as "startedOn",
        left_on as "leftOn", retirement_on as "retirementOn", national_id is null or birth_place is null as incomplete,
        fictitious
      from personnel p join grades g on g.code = p.grade`
    const absences = await sql<Absence[]>`
      select person_id as person, type, personal, starts_on as "startsOn", ends_on as "endsOn"
      from absences join absence_types t on t.code = type where cancelled_at is null`
    const evaluations = await sql<Evaluation[]>`
      select person_id as person, year, state, final_mark::float8 as mark from evaluations`
    const [absencesOf, evaluationsOf] = [byPerson(absences), byPerson(evaluations)]
    return new World(
      people.map((person) => ({
        ...person,
        absences: absencesOf.get(person.id) ?? [],
        evaluations: evaluationsOf.get(person.id) ?? [],
      })),
      await sql`select id::int, code, parent_id::int as parent, kind from units`,
    )
  }

  /** As it is for those who only see the people of a unit and below. */
  below(code: string): World {
    return this.only(({ unit }) => this.subtree(code).has(unit))
  }

  only(seen: (person: Person) => boolean): World {
    return new World(this.people.filter(seen), this.units)
  }

  /** The people that these parameters of the list stand for on a day. */
  who(parameters: URLSearchParams, today: string): Person[] {
    return this.people.filter(
      (person) =>
        [...parameters].every(([name, value]) => this.holds(person, name, value, parameters, today)) &&
        here(person, parameters, today),
    )
  }

  /** The mean of the settled marks of a year, of these people, as it is written: `14,01`, or `–` when nobody has any. */
  mean(people: Person[], year: number): string {
    const marks = people.flatMap(({ evaluations }) => evaluations.filter((each) => each.year === year && settled(each)))
    if (marks.length === 0) return '–'
    const hundredths = marks.reduce((sum, { mark }) => sum + Math.round(mark * 100), 0)
    return (Math.round(hundredths / marks.length) / 100).toFixed(2).replace('.', ',')
  }

  /** A unit and everything below it. */
  subtree(code: string): Set<number> {
    const known = this.subtrees.get(code)
    if (known) return known
    const found = new Set(this.units.filter((unit) => unit.code === code).map(({ id }) => id))
    for (let before = -1; before !== found.size; ) {
      before = found.size
      for (const { id, parent } of this.units) if (parent !== null && found.has(parent)) found.add(id)
    }
    this.subtrees.set(code, found)
    return found
  }

  private holds(person: Person, name: string, value: string, all: URLSearchParams, today: string): boolean {
    switch (name) {
      case 'situation':
      case 'present_le':
      case 'type_absence':
      case 'unite_seule':
        return true
      case 'unite':
        return all.has('unite_seule')
          ? this.units.find(({ code }) => code === value)?.id === person.unit
          : this.subtree(value).has(person.unit)
      case 'categorie':
        return person.category === value
      case 'sexe':
        return person.sex === value
      case 'age_min':
        return ageOn(person.birthDate, today) >= Number(value)
      case 'age_max':
        return ageOn(person.birthDate, today) <= Number(value)
      case 'retraite':
        return value === 'depassee'
          ? person.retirementOn < today
          : person.retirementOn >= today && person.retirementOn <= yearAfter(today)
      case 'retraite_annee':
        return person.retirementOn.startsWith(value) && person.retirementOn >= today
      case 'entree':
        return person.startedOn.startsWith(value)
      case 'sortie':
        return person.leftOn?.startsWith(value) ?? false
      case 'absent':
        return away(person, value === 'semaine' ? weekOf(today) : [today], all.get('type_absence'))
      case 'evalue':
        return person.evaluations.some((evaluation) => evaluation.year === Number(value) && settled(evaluation))
      case 'evaluation':
        return person.evaluations.some(({ state }) => state === 'contestee')
      case 'dossier':
        return person.incomplete
      default:
        throw new Error(`no such parameter: ${name}`)
    }
  }
}

function here(person: Person, parameters: URLSearchParams, today: string): boolean {
  if (parameters.get('situation') === 'tous') return true
  const day = parameters.get('present_le') ?? today
  return person.startedOn <= day && (person.leftOn === null || person.leftOn > day)
}

function away(person: Person, days: string[], type: string | null): boolean {
  return person.absences.some(
    (absence) =>
      (type === null || (type === 'autre' ? absence.personal : absence.type === type)) &&
      days.some((day) => absence.startsOn <= day && day <= absence.endsOn),
  )
}

function settled({ state }: Evaluation): boolean {
  return state === 'validee' || state === 'arbitree'
}

function ageOn(birthDate: string, today: string): number {
  const years = Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4))
  return birthDate.slice(5) <= today.slice(5) ? years : years - 1
}

/** The seven days from Monday on. */
function weekOf(today: string): string[] {
  const date = new Date(`${today}T00:00:00Z`)
  const monday = date.getTime() - ((date.getUTCDay() + 6) % 7) * 86_400_000
  return Array.from({ length: 7 }, (_, rank) => new Date(monday + rank * 86_400_000).toISOString().slice(0, 10))
}

function yearAfter(today: string): string {
  return `${Number(today.slice(0, 4)) + 1}${today.slice(4)}`
}

function byPerson<T extends { person: string }>(rows: T[]): Map<string, T[]> {
  const grouped = new Map<string, T[]>()
  for (const row of rows) grouped.set(row.person, [...(grouped.get(row.person) ?? []), row])
  return grouped
}
