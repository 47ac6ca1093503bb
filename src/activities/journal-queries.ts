import type { Fragment } from 'postgres'
import type { Actor } from '../actor'
import { every, part } from '../db/part'
import { visibleTo } from '../db/scope'
import { sql } from '../db/sql'
import { isBackwards, readFrom } from '../lib/pages'
import type { EventName } from './events'
import { hiddenFrom, readableBy } from './reach'
import type { Place, Search } from './search'

/**
 * A line without what was before and after. `seen`: the reader may open the file of the person concerned, which for a refusal
 * is the file that was aimed at, or the one that has the paper that was.
 */
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

/** Who came, left and looked at which file is for the journal itself: day after day they would hide what was done. */
const passing: EventName[] = ['personnel.read', 'session.opened', 'session.closed']

/** The last things done within the actor's reach, newest first. */
export async function listRecent(actor: Actor, limit: number): Promise<Line[]> {
  const found = sql`
    select * from activities a where ${readableBy(actor)} and a.event <> all(${passing}) order by a.id desc limit ${limit}`
  return sql`select ${columns()} from (${found}) a ${concerned(actor)} order by a.id desc`
}

/** Newest first, as far as the actor may read. */
export async function listLines(actor: Actor, search: Search, place: Place, limit: number): Promise<Line[]> {
  const backwards = isBackwards(readFrom(place))
  const order = backwards ? sql`order by a.id asc` : sql`order by a.id desc`
  const found = sql`
    select *
    from activities a
    where ${conditions(actor, search)}
      ${place.apres ? sql`and a.id < ${place.apres}` : sql``}
      ${place.avant ? sql`and a.id > ${place.avant}` : sql``}
    ${order}
    limit ${limit}`
  const rows = await sql<Line[]>`select ${columns()} from (${found}) a ${concerned(actor)} ${order}`
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
    select ${columns()}, ${without(sql`a.before`)} as before, ${without(sql`a.after`)} as after,
      coalesce(a.before ?| names or (a.before -> 'act') ?| names, false) or coalesce(a.after ?| names or (a.after -> 'act') ?| names, false)
        as hidden
    from activities a
    ${concerned(actor)}
    left join personnel p on p.id = a.person_id
    cross join lateral (select ${hiddenFrom(actor)} as names) hidden
    where a.id = ${id} and ${readableBy(actor)}`
  return line
}

/** A side of a line without the hidden fields, those that an act of a career says included. */
function without(side: Fragment): Fragment {
  return sql`
    case when jsonb_typeof(${side} -> 'act') = 'object' then (${side} - names) || jsonb_build_object('act', (${side} -> 'act') - names)
      else ${side} - names end`
}

/**
 * Whether a row has this id that pages are about: a file, a request about one, a paper or an act of one, what somebody has brought
 * in, decided of many or keeps under a name, an account, a session, a job, a line of the journal.
 */
export async function isSomeRow(id: string): Promise<boolean> {
  const places = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(id)
    ? sql`
        exists (select from personnel where id = ${id}) or exists (select from corrections where id = ${id})
        or exists (select from documents where id = ${id}) or exists (select from acts where id = ${id})
        or exists (select from imports where id = ${id}) or exists (select from career_batches where id = ${id})
        or exists (select from views where id = ${id}) or exists (select from signatories where id = ${id})
        or exists (select from users where id = ${id}) or exists (select from outbox where id = ${id})
        or exists (select from sessions where sign_in_id = ${id} and successor is null)`
    : /^\d{1,18}$/.test(id)
      ? sql`exists (select from activities where id = ${id})`
      : sql`false`
  const [row] = await sql<{ there: boolean }[]>`select ${places} as there`
  return row!.there
}

const columns = () => part`
  a.id, a.at, a.actor_name as "actorName", a.event, a.target_kind as "targetKind", a.target_id as "targetId",
  coalesce(a.target_name, case when a.target_kind in ('personnel', 'page') then whom.name end) as "targetName",
  coalesce(a.person_id, whom.id) as "personId", host(a.address) as address, a.cf_ray as "cfRay",
  a.request_id as "requestId", whom.id is not null as seen`

/**
 * The person concerned, or whose file was aimed at, if the reader may open it: what a line does not name it does not tell to
 * others. Of lines that were found already: it costs a look at each.
 */
const concerned = (actor: Actor) => sql`
  left join lateral (
    select p.id, p.last_name || ' ' || p.first_names as name
    from personnel p
    where ${visibleTo(actor)} and p.id = case
      when a.target_kind is distinct from 'page' then a.person_id
      when a.target_id ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then coalesce(
        (select person_id from (${papers()}) paper where paper.id = a.target_id::uuid and ${byAnother(actor)} limit 1),
        a.target_id::uuid) end
    limit 1
  ) whom on true`

/** What is somebody's, and has pages at an address of its own. An act may have the id of its document, whose person is the same. */
const papers = () => part`
  select id, person_id from documents
  union all select id, person_id from acts
  union all select id, person_id from corrections`

/** Who was refused a paper may well be one who may open the file that it is in, and is not told that it is in that one. */
function byAnother(actor: Actor): Fragment {
  return sql`a.actor_id is distinct from ${actor.kind === 'user' ? actor.id : null}`
}

function conditions(actor: Actor, search: Search): Fragment[] {
  const { acteur, personne, acte, du, au, adresse, rayon, requete } = search
  return every([
    readableBy(actor),
    ...(acteur ? [by(acteur)] : []),
    ...(personne ? [about(actor, personne)] : []),
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

/**
 * What is about somebody's file, and about their account: who gave it a role, or closed it, is asked for by their name too.
 * Who was refused the file, or a paper of it, is found by it only by those who may open it: to others it would name the one who is
 * behind an id.
 */
function about(actor: Actor, words: string): Fragment {
  return sql`(
    a.person_id = any(array(${called(words)}))
    or (a.target_kind = 'page' and a.target_id = any(array(
      select p.id::text from personnel p where p.id = any(array(${called(words)})) and ${visibleTo(actor)})))
    or (a.target_kind = 'page' and ${byAnother(actor)} and a.target_id = any(array(
      select paper.id::text from (${papers()}) paper
      join personnel p on p.id = paper.person_id
      where paper.person_id = any(array(${called(words)})) and ${visibleTo(actor)})))
    or (a.target_kind = 'account' and a.target_id = any(array(
      select u.id::text from users u
      where u.person_id = any(array(${called(words)})) or strpos(fold(u.name), fold(${words})) > 0
        or lower(u.email) = lower(${words})
    ))))`
}

/** Each word begins one of the person's. */
function called(words: string): Fragment {
  return sql`
    select w.person_id
    from words_of(${words}) term (word)
    join personnel_words w on w.word >= term.word and w.word < term.word || '{'
    group by w.person_id
    having count(distinct term.word) = (select count(distinct word) from words_of(${words}) term (word))`
}
