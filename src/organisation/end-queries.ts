import type { Tx } from '../db/sql'

/** The end of a unit that is decided for a day to come. */
export type End = { code: string; onDay: string; into: string | null; decisionNumber: string | null }
export type Due = End & { name: string; decidedBy: string | null; obstacle: string | null }

export async function findEnd(tx: Tx, unitId: number): Promise<(End & { intoName: string | null }) | undefined> {
  const [row] = await tx<(End & { intoName: string | null })[]>`
    select u.code, e.on_day as "onDay", i.code as into, i.name as "intoName", e.decision_number as "decisionNumber"
    from unit_ends e
    join units u on u.id = e.unit_id
    left join units i on i.id = e.merged_into
    where e.unit_id = ${unitId}`
  return row
}

/** Another decision takes the place of the one before. */
export async function setEnd(
  tx: Tx,
  unitId: number,
  end: { onDay: string; intoId: number | null; decisionNumber: string | null; decidedBy: string | null },
): Promise<void> {
  await tx`
    insert into unit_ends (unit_id, on_day, merged_into, decision_number, decided_by)
    values (${unitId}, ${end.onDay}, ${end.intoId}, ${end.decisionNumber}, ${end.decidedBy})
    on conflict (unit_id) do update
    set on_day = excluded.on_day, merged_into = excluded.merged_into, decision_number = excluded.decision_number,
      decided_by = excluded.decided_by, decided_at = now(), obstacle = null`
}

export async function deleteEnd(tx: Tx, unitId: number): Promise<void> {
  await tx`delete from unit_ends where unit_id = ${unitId}`
}

/** Those whose day has come, the first decided first: what is below a unit may have to end before it. */
export async function listDue(on: Tx, today: string): Promise<Due[]> {
  return on<Due[]>`
    select u.code, u.name, e.on_day as "onDay", i.code as into, e.decision_number as "decisionNumber",
      e.decided_by as "decidedBy", e.obstacle
    from unit_ends e
    join units u on u.id = e.unit_id
    left join units i on i.id = e.merged_into
    where e.on_day <= ${today}
    order by e.on_day, u.parent_id desc nulls last, u.id desc`
}

/** Whether it is another than the last time. */
export async function setObstacle(tx: Tx, code: string, obstacle: string): Promise<boolean> {
  const { count } = await tx`
    update unit_ends set obstacle = ${obstacle}
    where unit_id = (select id from units where code = ${code}) and obstacle is distinct from ${obstacle}`
  return count > 0
}
