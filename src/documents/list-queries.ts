import type { Fragment } from 'postgres'
import type { Actor } from '../actor'
import { every, part } from '../db/part'
import { unitWithin } from '../db/scope'
import { sql } from '../db/sql'
import { type From, isBackwards } from '../lib/pages'
import { readable } from './queries'

export type Ending = {
  id: string
  personId: string
  person: string
  matricule: string
  unitName: string
  typeLabel: string
  expiresOn: string
}

type Asked = { delai: string | null; type: string | null; unite: string | null }

/** The papers in force, of people who are here, that have an end (alias `d`, type `t`, person `p`). */
export function ending(actor: Actor, { delai, type, unite }: Asked): Fragment[] {
  return every([
    readable(actor),
    part`d.expires_on is not null and d.replaced_at is null and d.withdrawn_at is null and p.left_on is null`,
    delayed(delai),
    type ? sql`d.type = ${type}` : part`true`,
    unite ? sql`p.unit_id in (select subtree(id) from units where code = ${unite})` : part`true`,
  ])
}

function delayed(delai: string | null): Fragment {
  if (delai === 'tous') return part`true`
  if (delai === 'depasse') return part`d.expires_on < current_date`
  if (delai === null) return part`d.expires_on <= current_date + 90`
  return sql`d.expires_on between current_date and current_date + ${Number(delai)}::int`
}

const tables = () => part`
  documents d
  join document_types t on t.code = d.type
  join personnel p on p.id = d.person_id
  join units n on n.id = p.unit_id`

export async function listEnding(
  where: Fragment[],
  { from, mark, limit }: { from: From; mark: string | null; limit: number },
): Promise<Ending[]> {
  const backwards = isBackwards(from)
  const [way, past] = backwards ? [part`desc`, part`<`] : [part`asc`, part`>`]
  const [on, id] = mark?.split('_') ?? []
  const beyond = on && id ? sql`(d.expires_on, d.id) ${past} (${on}::date, ${id}::uuid)` : part`true`
  const rows = await sql<Ending[]>`
    select d.id, d.person_id as "personId", p.last_name || ' ' || p.first_names as person, p.matricule, n.name as "unitName",
      t.label as "typeLabel", d.expires_on as "expiresOn"
    from ${tables()}
    where ${every([where, beyond])}
    order by d.expires_on ${way}, d.id ${way}
    limit ${limit}`
  return backwards ? rows.reverse() : rows
}

export async function countEnding(where: Fragment[]): Promise<number> {
  const [row] = await sql<[{ count: number }]>`select count(*)::int as count from ${tables()} where ${where}`
  return row.count
}

export async function listUnits(actor: Actor): Promise<{ code: string; name: string }[]> {
  return sql`select u.code, u.name from units u where ${unitWithin(actor, 'personnel.list')} order by u.name`
}
