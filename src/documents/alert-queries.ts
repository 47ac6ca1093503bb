import { policy, type Role, roles } from '../actor'
import type { Tx } from '../db/sql'
import { alertDays } from '../lib/papers'

export type Due = {
  id: string
  label: string
  expiresOn: string
  days: number
  personId: string
  account: string | null
}

/** Takes what has not been told yet of what ends soon: at the nearest of its days, and those before it are done with. */
export async function claimDue(tx: Tx): Promise<Due[]> {
  return tx`
    with near as (
      select d.id, d.person_id, d.type, d.expires_on, min(a.days) as days
      from documents d
      join personnel p on p.id = d.person_id and p.left_on is null
      join document_types t on t.code = d.type
      join unnest(${[...alertDays]}::int[]) as a (days) on d.expires_on <= current_date + a.days and a.days = any(t.alert_days)
      where d.expires_on >= current_date and d.expires_on <= current_date + 90
        and d.replaced_at is null and d.withdrawn_at is null
      group by d.id
    ), claimed as (
      insert into document_alerts (document_id, days)
      select near.id, a.days
      from near
      join unnest(${[...alertDays]}::int[]) as a (days) on a.days >= near.days
      on conflict do nothing
      returning document_id, days
    )
    select near.id, t.label, near.expires_on as "expiresOn", near.days, near.person_id as "personId",
      (select u.id from users u where u.person_id = near.person_id and u.disabled_at is null) as account
    from near
    join claimed on claimed.document_id = near.id and claimed.days = near.days
    join document_types t on t.code = near.type
    order by near.expires_on, near.id`
}

const keepers: Role[] = roles.filter((role) => policy[role]['personnel.write'] === 'all')

/** The accounts that keep the files of everybody. */
export async function listKeepers(tx: Tx): Promise<string[]> {
  const rows = await tx<{ id: string }[]>`
    select distinct u.id
    from users u
    join user_roles r on r.user_id = u.id and r.unit_id is null
    where r.role in ${tx(keepers)} and u.disabled_at is null
      and (r.starts_on is null or r.starts_on <= current_date) and (r.ends_on is null or r.ends_on >= current_date)
    order by u.id`
  return rows.map(({ id }) => id)
}
