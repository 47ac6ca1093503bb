import { Chance } from './chance'
import { addDays, addYears, type Day, earlier, later, mondayOf, yearOf } from './days'
import type { Person } from './staffing'
import { type Stay, yearlyStays } from './stays'
import { staysThisWeek } from './this-week'

/** A row of `absences`. */
export type Absence = {
  id: string
  person_id: string
  type: Stay['type']
  starts_on: Day
  ends_on: Day
  cancelled_at: string | null
  created_at: string
}

/** How many years back absences were noted. */
const remembered = 3
/** How many days ahead leave has been granted already. */
const granted = 60

/** Three years of absences of everyone; no two of one person overlap. */
export function absencesOf(people: Person[], today: Day): Absence[] {
  const chance = new Chance('absences')
  const current = staysThisWeek(people, today)
  return people.flatMap((person) => {
    const diary = new Diary(person, current.get(person.id), today)
    for (let year = yearOf(today) - remembered; year <= yearOf(addDays(today, granted)); year++) {
      for (const stay of yearlyStays(chance, person, year)) diary.note(stay)
    }
    return diary.stays.map((stay) => row(chance, person, stay, today))
  })
}

/** The stays of one person. What overlaps, lies outside the service or falls in this week (decided apart) is left out. */
class Diary {
  readonly stays: Stay[]
  private readonly taken: Pick<Stay, 'from' | 'to'>[]
  private readonly first: Day
  private readonly last: Day

  constructor(
    person: Person,
    current: Stay | undefined,
    private readonly today: Day,
  ) {
    const monday = mondayOf(today)
    this.stays = current ? [current] : []
    this.taken = [{ from: monday, to: addDays(monday, 6) }, ...this.stays]
    this.first = later(person.startedOn, addYears(today, -remembered))
    this.last = earlier(person.awaySince ?? person.left?.on ?? '9999-12-31', addDays(today, granted))
  }

  note(stay: Stay): void {
    // nobody knows today that they will be ill next month
    const last = stay.type === 'maladie' || stay.type === 'injustifiee' ? earlier(this.last, this.today) : this.last
    if (stay.from < this.first || stay.to > last) return
    if (this.taken.some((other) => stay.from <= other.to && other.from <= stay.to)) return
    this.stays.push(stay)
    this.taken.push(stay)
  }
}

function row(chance: Chance, person: Person, { type, from, to }: Stay, today: Day): Absence {
  const unforeseen = type === 'maladie' || type === 'injustifiee'
  const noted = earlier(addDays(from, unforeseen ? chance.int(0, 2) : -chance.int(7, 45)), today)
  const cancelled = type === 'conge_annuel' && to < mondayOf(today) && chance.happens(0.03)
  return {
    id: chance.uuid(Date.parse(noted)),
    person_id: person.id,
    type,
    starts_on: from,
    ends_on: to,
    cancelled_at: cancelled ? `${earlier(addDays(noted, 3), today)}T10:00:00Z` : null,
    created_at: `${noted}T08:30:00Z`,
  }
}
