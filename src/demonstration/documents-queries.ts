import type { Tx } from '../db/sql'

export type Present = {
  id: string
  category: string
  passport: boolean
  birthDate: string
  recruitedOn: string
}

/** Who is there on a day, the first to be recruited first. */
export async function listPresent(tx: Tx, today: string): Promise<Present[]> {
  return tx`
    select p.id, g.category, p.passport is not null as passport, p.birth_date as "birthDate", p.recruited_on as "recruitedOn"
    from personnel p
    join grades g on g.code = p.grade
    where p.started_on <= ${today} and (p.left_on is null or p.left_on > ${today})
    order by p.recruited_on, p.id`
}

/** A row of `documents`, its first version. */
export type Paper = {
  id: string
  person_id: string
  type: string
  file: string
  name: string
  issued_on: string
  expires_on: string | null
}

export async function insertPapers(tx: Tx, files: { hash: string; bytes: number }[], papers: Paper[]): Promise<void> {
  await tx`
    insert into files (hash, bytes, type, state, examined_at)
    select hash, bytes, 'application/pdf', 'saine', now()
    from jsonb_to_recordset(${tx.json(files)}) as given (hash text, bytes bigint)
    on conflict do nothing`
  await tx`
    insert into documents (id, person_id, type, series, file, name, issued_on, expires_on)
    select id, person_id, type, id, file, name, issued_on, expires_on
    from jsonb_populate_recordset(null::documents, ${tx.json(papers)})`
}
