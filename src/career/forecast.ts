import { z } from 'zod'
import type { Actor } from '../actor'
import { visibleTo } from '../db/scope'
import { sql } from '../db/sql'
import type { Grade } from '../lib/civil-service'
import { optional } from '../lib/form'
import { gradeField } from '../lib/grade-list'
import { isoToday } from '../lib/today'

export const forecastQuery = z.strictObject({
  unite: optional(z.string().regex(/^[A-Z0-9-]{2,20}$/, 'Cette unité n’existe pas.')),
  grade: optional(gradeField()),
})

/** How many reach the limit in a year, of one direction and one grade. `past`: the day is behind them, and they are still there. */
export type Retiring = {
  year: number
  past: boolean
  code: string
  name: string
  alone: boolean
  grade: Grade
  people: number
}

export const yearsShown = 10

/** Those in office within reach who reach the age limit this year or in the nine to come, and those who are past it. */
export async function forecast(actor: Actor): Promise<{ rows: Retiring[]; first: number; today: string }> {
  const today = isoToday()
  const first = Number(today.slice(0, 4))
  const rows = await sql<Retiring[]>`
    select extract(year from p.retirement_on)::int as year, p.retirement_on < ${today} as past,
      d.code, d.name, u.kind in ('ministere', 'programme') as alone, p.grade, count(*)::int as people
    from personnel p
    join unit_directions d on d.unit_id = p.unit_id
    join units u on u.id = d.direction_id
    where ${visibleTo(actor, 'personnel.list')} and p.started_on <= ${today} and (p.left_on is null or p.left_on > ${today})
      and p.retirement_on <= make_date(${first + yearsShown - 1}, 12, 31)
    group by 1, 2, d.code, d.name, d.name_key, u.kind, p.grade
    order by d.name_key, d.code`
  return { rows, first, today }
}
