import { sql, type Tx } from '../db/sql'
import type { Settings } from './schema'

type Chosen = Record<string, unknown>

/** What is in force, if it is not the version one has. */
export async function findLatest(known: string): Promise<{ version: string; chosen: Chosen } | undefined> {
  const [row] = await sql<{ version: string; chosen: Chosen }[]>`
    select version::text, chosen from settings where version > ${known} order by version desc limit 1`
  return row
}

export async function insert(tx: Tx, chosen: Chosen, actorId: string | null): Promise<string> {
  const [row] = await tx<{ version: string }[]>`
    insert into settings (chosen, changed_by) values (${tx.json(chosen as never)}, ${actorId}) returning version::text`
  return row!.version
}

export type Version = { version: string; chosen: Chosen; at: Date; by: string | null }

/** The last one, for whoever is about to write the next: nobody else writes meanwhile. */
export async function lockLatest(tx: Tx): Promise<Version | undefined> {
  await tx`select pg_advisory_xact_lock(hashtext('settings'))`
  const [row] = await tx<Version[]>`
    ${versions()}
    order by s.version desc
    limit 1`
  return row
}

export async function findVersion(version: string): Promise<Version | undefined> {
  const [row] = await sql<Version[]>`
    ${versions()}
    where s.version = ${version}`
  return row
}

/** The last version of before this one. */
export async function findBefore(version: string): Promise<Version | undefined> {
  const [row] = await sql<Version[]>`
    ${versions()}
    where s.version < ${version}
    order by s.version desc
    limit 1`
  return row
}

/** Newest first, from the one before `before`. */
export async function listVersions(before: string | null, limit: number): Promise<Version[]> {
  return sql`
    ${versions()}
    where ${before === null ? sql`true` : sql`s.version < ${before}`}
    order by s.version desc
    limit ${limit}`
}

function versions() {
  return sql`
    select s.version::text, s.chosen, s.changed_at as at, u.name as by
    from settings s
    left join users u on u.id = s.changed_by`
}

/** The weights of the marks of this year and of those that come, until there are others. */
export async function setWeights(tx: Tx, today: string, chosen: Settings): Promise<void> {
  await tx`
    insert into evaluation_weights as w (valid_from, technical, organisation, initiative, diligence, relations)
    values (
      ${today}, ${chosen.weightTechnical}, ${chosen.weightOrganisation}, ${chosen.weightInitiative},
      ${chosen.weightDiligence}, ${chosen.weightRelations}
    )
    on conflict (valid_from) do update set
      technical = excluded.technical, organisation = excluded.organisation, initiative = excluded.initiative,
      diligence = excluded.diligence, relations = excluded.relations`
}

export type LogoRow = { version: string; name: string; png: Buffer }

export async function insertLogo(tx: Tx, { version, name, png }: LogoRow, actorId: string): Promise<void> {
  await tx`
    insert into logos (version, name, png, added_by) values (${version}, ${name}, ${png}, ${actorId})
    on conflict (version) do update set name = excluded.name where logos.name <> excluded.name`
}

export async function findLogo(version: string): Promise<Buffer | undefined> {
  const [row] = await sql<{ png: Buffer }[]>`select png from logos where version = ${version}`
  return row?.png
}
