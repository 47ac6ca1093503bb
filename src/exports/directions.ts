import { sql } from '../db/sql'

export type Direction = { code: string; name: string }

/** Which direction each unit is counted under, by its code: one question, however many people. */
export async function directionOf(): Promise<(unit: string) => Direction> {
  const rows = await sql<(Direction & { unit: string })[]>`
    select u.code as unit, d.code, d.name
    from units u
    join unit_directions d on d.unit_id = u.id`
  const found = new Map(rows.map(({ unit, code, name }) => [unit, { code, name }]))
  return (unit) => found.get(unit) ?? { code: '', name: 'Sans direction' }
}
