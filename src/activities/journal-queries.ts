import type { Fragment } from 'postgres'
import type { Actor } from '../actor'
import { every } from '../db/part'
import { visibleTo } from '../db/scope'
import { sql } from '../db/sql'
import { isBackwards, readFrom } from '../lib/pages'
import type { EventName } from './events'
import { hiddenFrom, readableBy } from './reach'
import type { Place, Search } from './search'

/** A line without what was before and after. `seen`: the reader may open the file of the person concerned. */
export type Line = {
  id: string
  at: Date
  actorName: string
  event: EventName
  targetKind: string | null
  targetId: string | null
  targetName: string | null
  personId: string | null
  seen: boolean
  address: string | null
  cfRay: string | null
  requestId: string | null
}

/** The last lines within the actor's reach, newest first; who looked at which file is for the journal itself. */
export async function listRecent(actor: Actor, limit: number): Promise<Line[]> {
  return sql`
    select ${columns(actor)}
    from activities a
    where ${readableBy(actor)} and a.event <> 'personnel.read'
    order by a.id desc
    limit ${limit}`
}

/** Newest first, as far as the actor may read. */
export async function listLines(actor: Actor, search: Search, place: Place, limit: number): Promise<Line[]> {
  const backwards = isBackwards(readFrom(place))
  const rows = await sql<Line[]>`
    select ${columns(actor)}
    from activities a
    where ${conditions(actor, search)}
      ${place.apres ? sql`and a.id < ${place.apres}` : sql``}
      ${place.avant ? sql`and a.id > ${place.avant}` : sql``}
    order by a.id ${backwards ? sql`asc` : sql`desc`}
    limit ${limit}`
  return backwards ? rows.reverse() : rows
}

/** How many they are, counted no further than `most`. */
export async function countLines(actor: Actor, search: Search, most: number): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count
    from (select from activities a where ${conditions(actor, search)} limit ${most}) counted`
  return row!.count
}

/** Whether the whole journal has more than `most` lines, whoever may read them. */
export async function isLonger(most: number): Promise<boolean> {
  const [row] = await sql<{ longer: boolean }[]>`
    select count(*) > ${most} as longer from (select from activities limit ${most + 1}) counted`
  return row!.longer
}

/** `hidden`: something of it is not for this reader. */
export type Detail = Line & {
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
  hidden: boolean
}

export async function findLine(actor: Actor, id: string): Promise<Detail | undefined> {
  const [line] = await sql<Detail[]>`
    select ${columns(actor)}, a.before - hidden.names as before, a.after - hidden.names as after,
      coalesce(a.before ?| hidden.names, false) or coalesce(a.after ?| hidden.names, false) as hidden
    from activities a
    left join personnel p on p.id = a.person_id
    cross join lateral (select ${hiddenFrom(actor)} as names) hidden
    where a.id = ${id} and ${readableBy(actor)}`
  return line
}

/** Whether a row has this id that pages are about: a file, a request about one, an account, a session, a job, a line of the journal. */
export async function isSomeRow(id: string): Promise<boolean> {
  const places = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(id)
    ? sql`
        exists (select from personnel where id = ${id}) or exists (select from corrections where id = ${id})
        or exists (select from documents where id = ${id})
        or exists (select from users where id = ${id}) or exists (select from outbox where id = ${id})
        or exists (select from sessions where sign_in_id = ${id} and successor is null)`
    : /^\d{1,18}$/.test(id)
      ? sql`exists (select from activities where id = ${id})`
      : sql`false`
  const [row] = await sql<{ there: boolean }[]>`select ${places} as there`
  return row!.there
}

const columns = (actor: Actor) => sql`
  a.id, a.at, a.actor_name as "actorName", a.event, a.target_kind as "targetKind", a.target_id as "targetId",
  a.target_name as "targetName", a.person_id as "personId", host(a.address) as address, a.cf_ray as "cfRay",
  a.request_id as "requestId",
  exists (select from personnel p where p.id = a.person_id and ${visibleTo(actor)}) as seen`

function conditions(actor: Actor, search: Search): Fragment[] {
  const { acteur, personne, acte, du, au, adresse, rayon, requete } = search
  return every([
    readableBy(actor),
    ...(acteur ? [by(acteur)] : []),
    ...(personne ? [about(personne)] : []),
    ...(acte ? [sql`a.event = ${acte}`] : []),
    // the ministry keeps UTC all year
    ...(du ? [sql`a.at >= ${du}::date::timestamp at time zone 'UTC'`] : []),
    ...(au ? [sql`a.at < (${au}::date + 1)::timestamp at time zone 'UTC'`] : []),
    ...(adresse ? [sql`a.address <<= ${adresse}::inet`] : []),
    ...(rayon ? [sql`a.cf_ray like ${`${rayon.slice(0, 16)}%`}`] : []),
    ...(requete ? [sql`a.request_id = ${requete}`] : []),
  ])
}

/** Ids are looked for first, so that the lines come from an index whoever it is. */
function by(words: string): Fragment {
  return sql`(
    a.actor_id = any(array(
      select u.id from users u where strpos(fold(u.name), fold(${words})) > 0 or lower(u.email) = lower(${words})
    ))
    or (a.actor_id is null and strpos(fold(a.actor_name), fold(${words})) > 0))`
}

/** Each word begins one of the person's. */
function about(words: string): Fragment {
  return sql`a.person_id = any(array(
    select w.person_id
    from words_of(${words}) term (word)
    join personnel_words w on w.word >= term.word and w.word < term.word || '{'
    group by w.person_id
    having count(distinct term.word) = (select count(distinct word) from words_of(${words}) term (word))))`
}
