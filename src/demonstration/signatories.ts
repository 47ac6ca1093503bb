import type { Tx } from '../db/sql'

/** Acts are signed by whoever is at the head of the human resources. */
export async function insertSignatory(tx: Tx): Promise<void> {
  await tx`
    insert into signatories (id, person_id, title, place, starts_on)
    select p.id, p.id,
      case p.sex when 'F' then 'La Directrice des Ressources humaines' else 'Le Directeur des Ressources humaines' end,
      'Abidjan', p.started_on
    from units u
    join personnel p on p.id = u.chief_id
    where u.code = 'DRH'`
}
