import { sql, type Tx } from '../db/sql'

export async function listWaiting(limit: number): Promise<string[]> {
  const rows = await sql<{ hash: string }[]>`
    select hash from files where state = 'quarantaine' order by added_at limit ${limit}`
  return rows.map(({ hash }) => hash)
}

export async function setClean(hash: string): Promise<void> {
  await sql`update files set state = 'saine', examined_at = now() where hash = ${hash} and state = 'quarantaine'`
}

type Condemned = { id: string; personId: string; label: string; addedBy: string | null }

/** The papers that were this content, which are withdrawn with it. */
export async function condemn(tx: Tx, hash: string): Promise<Condemned[]> {
  const { count } = await tx`
    update files set state = 'infectee', examined_at = now() where hash = ${hash} and state = 'quarantaine'`
  if (count === 0) return []
  return tx`
    update documents d
    set withdrawn_at = now(), withdrawn_reason = 'Refusé par l’antivirus'
    from document_types t
    where d.file = ${hash} and t.code = d.type and d.withdrawn_at is null
    returning d.id, d.person_id as "personId", t.label, d.added_by as "addedBy"`
}
