import type { Fragment } from 'postgres'
import type { Role, User } from '../actor'
import { every, part } from '../db/part'
import { visibleTo } from '../db/scope'
import { sql, type Tx } from '../db/sql'
import { type From, isBackwards } from '../lib/pages'
import type { Asked, Field, State, Values } from './rules'

/** One's own requests, whichever account asked for them (alias `c`). */
export function mine(actor: User): Fragment[] {
  return every([sql`c.person_id = ${actor.personId}`])
}

/** Those that the actor decides: of people within reach, and never one's own (alias `c`, its person `p`). */
export function toDecide(actor: User): Fragment[] {
  return every([
    visibleTo(actor, 'corrections.decide'),
    sql`c.person_id is distinct from ${actor.personId} and c.asked_by <> ${actor.id}`,
  ])
}

export type Row = Asked & {
  id: string
  personId: string
  name: string
  matricule: string
  unitName: string
  askedAt: Date
  note: string | null
  state: State
  decidedAt: Date | null
  decidedBy: string | null
  reason: string | null
  proof: { id: string; name: string } | null
}

const columns = () => part`
  c.id, c.person_id as "personId", p.last_name || ' ' || p.first_names as name, p.matricule, n.name as "unitName",
  c.asked_at as "askedAt", c.before, c.after, c.note, c.state, c.decided_at as "decidedAt", d.name as "decidedBy", c.reason,
  case when f.id is not null then jsonb_build_object('id', f.id, 'name', f.name) end as proof`

const tables = () => part`
  corrections c
  join personnel p on p.id = c.person_id
  join units n on n.id = p.unit_id
  left join users d on d.id = c.decided_by
  left join correction_proofs f on f.id = c.proof_id`

const values = () => part`
  p.phone, p.other_phone as "otherPhone", p.marital_status as "maritalStatus", p.children, p.address, p.po_box as "poBox"`

/** Where a page of the list begins: after a request, before one, or at one of its ends. */
export type Place = { after: string } | { before: string } | 'start' | 'end'

export function fromOf(place: Place): From {
  if (typeof place === 'string') return place
  return 'after' in place ? 'after' : 'before'
}

/** Those about one person that the actor reads: one's own, and those of the people one decides for (alias `c`, person `p`). */
export function about(actor: User, personId: string): Fragment[] {
  const theirs = sql`c.person_id = ${personId}`
  return personId === actor.personId ? every([theirs]) : every([theirs, visibleTo(actor, 'corrections.decide')])
}

/** In the order of asking: ids are made in the order of time (UUIDv7), so they are the keyset. */
export async function listCorrections(
  whose: Fragment[],
  { state, newestFirst, place, limit }: { state: State | null; newestFirst: boolean; place: Place; limit: number },
): Promise<Row[]> {
  const backwards = isBackwards(fromOf(place))
  const [way, past] = newestFirst === backwards ? [part`asc`, part`>`] : [part`desc`, part`<`]
  const from = typeof place === 'object' ? Object.values(place)[0] : null
  const beyond = from ? sql`c.id ${past} ${from}::uuid` : part`true`
  const rows = await sql<Row[]>`
    select ${columns()}
    from ${tables()}
    where ${every([whose, ofState(state), beyond])}
    order by c.id ${way}
    limit ${limit}`
  return backwards ? rows.reverse() : rows
}

export async function countCorrections(whose: Fragment[], state: State | null): Promise<number> {
  const [row] = await sql<[{ count: number }]>`
    select count(*)::int as count
    from corrections c
    join personnel p on p.id = c.person_id
    where ${every([whose, ofState(state)])}`
  return row.count
}

export type Found = Row & { present: Values; version: number }

/** One request, beside what the file says now. */
export async function findCorrection(whose: Fragment[], id: string): Promise<Found | undefined> {
  const [row] = await sql<(Row & Values & { version: number })[]>`
    select ${columns()}, p.version, ${values()}
    from ${tables()}
    where ${every([whose, sql`c.id = ${id}`])}`
  if (!row) return undefined
  const { phone, otherPhone, maritalStatus, children, address, poBox, ...rest } = row
  return { ...rest, present: { phone, otherPhone, maritalStatus, children, address, poBox } }
}

export type Locked = Pick<
  Row,
  'id' | 'personId' | 'name' | 'before' | 'after' | 'state' | 'decidedAt' | 'decidedBy'
> & {
  decider: string | null
  /** The account that asked, to be written to; null when it is closed. */
  asker: { email: string; name: string } | null
}

/** A request held until the end of the transaction: of several decisions at once the others wait, and see the first. */
export async function lockCorrection(tx: Tx, whose: Fragment[], id: string): Promise<Locked | undefined> {
  const held = await tx`
    select c.id from corrections c
    join personnel p on p.id = c.person_id
    where ${every([whose, sql`c.id = ${id}`])}
    for update of c`
  if (held.length === 0) return undefined
  const [row] = await tx<Locked[]>`
    select c.id, c.person_id as "personId", p.last_name || ' ' || p.first_names as name, c.before, c.after, c.state,
      c.decided_at as "decidedAt", d.name as "decidedBy", d.id as decider,
      case when a.disabled_at is null then jsonb_build_object('email', a.email, 'name', a.name) end as asker
    from corrections c
    join personnel p on p.id = c.person_id
    join users a on a.id = c.asked_by
    left join users d on d.id = c.decided_by
    where c.id = ${id}`
  return row
}

/** One's own file as it is, and the fields about which one waits. */
export async function findOwn(personId: string): Promise<{ present: Values; open: Field[] } | undefined> {
  const [row] = await sql<(Values & { open: Field[] })[]>`
    select ${values()}, array(select field from open_corrections o where o.person_id = p.id) as open
    from personnel p
    where p.id = ${personId}`
  if (!row) return undefined
  const { open, ...present } = row
  return { present, open }
}

/** The same, held: whoever asks for something else about this file at this moment waits. */
export async function lockOwn(tx: Tx, personId: string): Promise<{ name: string; present: Values } | undefined> {
  const [row] = await tx<(Values & { name: string })[]>`
    select p.last_name || ' ' || p.first_names as name, ${values()}
    from personnel p
    where p.id = ${personId}
    for no key update of p`
  if (!row) return undefined
  const { name, ...present } = row
  return { name, present }
}

export async function listOpen(tx: Tx, personId: string): Promise<{ id: string; after: Partial<Values> }[]> {
  return tx`
    select id, after from corrections where person_id = ${personId} and state = 'en_attente'`
}

type New = Asked & { personId: string; askedBy: string; note: string | null; proofId: string | null }

/** Each of its fields is taken from now on: the key of `open_corrections` is the second wall. */
export async function insertCorrection(
  tx: Tx,
  { personId, askedBy, before, after, note, proofId }: New,
): Promise<string> {
  const [row] = await tx<[{ id: string }]>`
    with correction as (
      insert into corrections (person_id, asked_by, before, after, note, proof_id)
      values (${personId}, ${askedBy}, ${sql.json(before)}, ${sql.json(after)}, ${note}, ${proofId})
      returning id, person_id
    )
    insert into open_corrections (person_id, field, correction_id)
    select person_id, field, id
    from correction
    cross join unnest(${Object.keys(after)}::text[]) as field
    returning correction_id as id`
  return row.id
}

type End = { state: Exclude<State, 'en_attente'>; by: string | null; reason: string | null }

export async function setEnded(tx: Tx, id: string, { state, by, reason }: End): Promise<void> {
  await tx`
    with freed as (
      delete from open_corrections where correction_id = ${id}
    )
    update corrections set state = ${state}, decided_at = now(), decided_by = ${by}, reason = ${reason}
    where id = ${id}`
}

/** The accounts that decide about this person, in one order, so that two requests at once never wait for each other. */
export async function listDeciders(
  tx: Tx,
  { personId, roles, today, except }: { personId: string; roles: Role[]; today: string; except: string },
): Promise<string[]> {
  const rows = await tx<{ id: string }[]>`
    select u.id
    from users u
    where u.disabled_at is null and u.id <> ${except} and exists (
      select from user_roles r
      where r.user_id = u.id and r.role = any(${roles})
        and (r.starts_on is null or r.starts_on <= ${today}) and (r.ends_on is null or r.ends_on >= ${today})
        and (r.unit_id is null or (select unit_id from personnel where id = ${personId}) in (select subtree(r.unit_id)))
    )
    order by u.id`
  return rows.map(({ id }) => id)
}

function ofState(state: State | null): Fragment {
  return state ? sql`c.state = ${state}` : part`true`
}
