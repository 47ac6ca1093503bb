import type { Role } from '../actor'
import { sql, type Tx } from '../db/sql'

/** An account as verbs need it, its row held until the end of the transaction: against other acts, not against what names it. */
export type Locked = {
  id: string
  name: string
  email: string
  personId: string | null
  disabled: boolean
  hasPassword: boolean
}

const locked = () => sql`
  id, name, email, person_id as "personId", disabled_at is not null as disabled, password_hash is not null as "hasPassword"`

export async function lockAccount(tx: Tx, id: string): Promise<Locked | undefined> {
  const [row] = await tx<Locked[]>`select ${locked()} from users where id = ${id} for no key update`
  return row
}

/** Whoever has this file, or this address. */
export async function findTaken(tx: Tx, personId: string | null, email: string): Promise<Locked[]> {
  return tx<Locked[]>`
    select ${locked()} from users where person_id = ${personId} or lower(email) = lower(${email})`
}

export async function findIdByEmail(email: string): Promise<string | undefined> {
  const [row] = await sql<{ id: string }[]>`select id from users where lower(email) = lower(${email})`
  return row?.id
}

/** Somebody who is in the ministry; the longest names of a file are a little longer than an account's. */
export async function findPerson(tx: Tx, id: string, today: string): Promise<{ name: string } | undefined> {
  const [row] = await tx<{ name: string }[]>`
    select left(last_name || ' ' || first_names, 200) as name
    from personnel
    where id = ${id} and (left_on is null or left_on > ${today})`
  return row
}

/** Undefined when the person has an account already, or the address belongs to one: also when somebody was just quicker. */
export async function insertAccount(
  tx: Tx,
  account: { name: string; email: string; personId: string | null },
): Promise<string | undefined> {
  const [row] = await tx<{ id: string }[]>`
    insert into users (name, email, person_id) values (${account.name}, ${account.email}, ${account.personId})
    on conflict do nothing
    returning id`
  return row?.id
}

/** From then on the account's rights are others: what was opened before does not have them. */
export async function raiseEpoch(tx: Tx, userId: string): Promise<void> {
  await tx`update users set auth_epoch = auth_epoch + 1 where id = ${userId}`
}

export async function setDisabled(tx: Tx, userId: string, reason: string): Promise<void> {
  await tx`
    update users set disabled_at = now(), disabled_reason = ${reason}, auth_epoch = auth_epoch + 1 where id = ${userId}`
}

export async function setEnabled(tx: Tx, userId: string): Promise<void> {
  await tx`
    update users set disabled_at = null, disabled_reason = null, auth_epoch = auth_epoch + 1 where id = ${userId}`
}

export async function setPassword(tx: Tx, userId: string, passwordHash: string): Promise<void> {
  await tx`update users set password_hash = ${passwordHash}, auth_epoch = auth_epoch + 1 where id = ${userId}`
}

/** Whether there was anything that kept somebody from trying again. */
export async function deleteFailures(tx: Tx, { id, email }: Locked): Promise<boolean> {
  const passwords = await tx`
    delete from sign_in_failures where email_hash = sha256(convert_to(${email.toLowerCase()}, 'UTF8')) and failures > 0`
  const codes = await tx`update second_factors set misses = '{}' where user_id = ${id} and misses <> '{}'`
  return passwords.count + codes.count > 0
}

/** From where sign-ins failed in the last quarter of an hour. */
export async function listFailedFrom(tx: Tx, userId: string): Promise<string[]> {
  const rows = await tx<{ address: string }[]>`
    select distinct host(address) as address
    from activities
    where target_kind = 'account' and target_id = ${userId} and event = 'session.refused' and address is not null
      and at > now() - interval '15 minutes'`
  return rows.map(({ address }) => address)
}

/** Those who may take the last one away wait for one another. */
export async function lockAdministrators(tx: Tx): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended('administrators', 0))`
}

/** Who keeps the house: may sign in, and holds the role today and for good. */
export async function listAdministrators(tx: Tx, today: string): Promise<string[]> {
  const rows = await tx<{ id: string }[]>`
    select u.id
    from users u
    where u.disabled_at is null and u.password_hash is not null and exists (
      select from user_roles r
      where r.user_id = u.id and r.role = 'admin' and r.ends_on is null and (r.starts_on is null or r.starts_on <= ${today}))`
  return rows.map(({ id }) => id)
}

export type Unit = { id: number; name: string }

export async function findUnit(tx: Tx, code: string): Promise<Unit | undefined> {
  const [row] = await tx<
    Unit[]
  >`select id::int, name from units where code = ${code} and closed_on is null for key share`
  return row
}

export type HeldRole = {
  id: string
  role: Role
  unit: string | null
  unitName: string | null
  startsOn: string | null
  endsOn: string | null
}

const held = () => sql`
  r.id, r.role, n.code as unit, n.name as "unitName", r.starts_on as "startsOn", r.ends_on as "endsOn"
  from user_roles r
  left join units n on n.id = r.unit_id`

export async function findRole(tx: Tx, userId: string, roleId: string): Promise<HeldRole | undefined> {
  const [row] = await tx<HeldRole[]>`select ${held()} where r.user_id = ${userId} and r.id = ${roleId}`
  return row
}

export async function findRoleOver(
  tx: Tx,
  userId: string,
  role: Role,
  unitId: number | null,
): Promise<HeldRole | undefined> {
  const [row] = await tx<HeldRole[]>`
    select ${held()} where r.user_id = ${userId} and r.role = ${role} and r.unit_id is not distinct from ${unitId}`
  return row
}

export async function insertRole(
  tx: Tx,
  userId: string,
  {
    role,
    unitId,
    startsOn,
    endsOn,
  }: { role: Role; unitId: number | null; startsOn: string | null; endsOn: string | null },
): Promise<void> {
  await tx`
    insert into user_roles (user_id, role, unit_id, starts_on, ends_on)
    values (${userId}, ${role}, ${unitId}, ${startsOn}, ${endsOn})`
}

export async function setRoleDates(
  tx: Tx,
  roleId: string,
  { startsOn, endsOn }: { startsOn: string | null; endsOn: string | null },
): Promise<void> {
  await tx`update user_roles set starts_on = ${startsOn}, ends_on = ${endsOn} where id = ${roleId}`
}

export async function deleteRole(tx: Tx, roleId: string): Promise<void> {
  await tx`delete from user_roles where id = ${roleId}`
}
