import { expect } from 'vitest'
import type { Client } from '../support/client'
import type { TestSite } from '../support/site'

export const place = '/mppeep/utilisateurs'
export const password = 'une phrase bien à moi'

export type Person = { id: string; name: string; matricule: string; workEmail: string | null }

/** People of the ministry who have no account. */
export async function peopleWithout(site: TestSite, howMany: number): Promise<Person[]> {
  return site.sql<Person[]>`
    select p.id, p.last_name || ' ' || p.first_names as name, p.matricule, p.work_email as "workEmail"
    from personnel p
    where p.left_on is null and not exists (select from users u where u.person_id = p.id)
    order by p.matricule limit ${howMany}`
}

export async function accountOf(site: TestSite, email: string): Promise<string> {
  const [row] = await site.sql<{ id: string }[]>`select id from users where email = ${email}`
  expect(row, email).toBeDefined()
  return row!.id
}

/** Somebody new who may sign in, and holds these roles from now on. */
export async function enrolled(site: TestSite, email: string, ...roles: string[]): Promise<string> {
  const [row] = await site.sql<[{ id: string }]>`
    insert into users (email, name, password_hash) values (${email}, 'Quelqu’un', 'x') returning id`
  for (const role of roles) await site.sql`insert into user_roles (user_id, role) values (${row.id}, ${role})`
  return row.id
}

/** The one-time link of the last invitation, out of its letter. */
export async function linkFor(site: TestSite, email: string): Promise<string> {
  const [letter] = await site.sql<{ token: string }[]>`
    select payload->'props'->>'token' as token from outbox
    where kind = 'letter' and payload->>'letter' = 'invitation' and payload->'to'->>'email' = ${email}
    order by id desc limit 1`
  expect(letter, email).toBeDefined()
  return `/mppeep/bienvenue/${letter!.token}`
}

export function putForm(client: Client, path: string, fields: Record<string, string>) {
  return client.post(`${path}?_method=PUT`, fields)
}

export function deleteForm(client: Client, path: string, fields: Record<string, string> = {}) {
  return client.post(`${path}?_method=DELETE`, fields)
}

/** How many rows an act on accounts could leave. */
export async function counted(site: TestSite): Promise<unknown> {
  const [row] = await site.sql`
    select (select count(*)::int from users) as users, (select count(*)::int from user_roles) as roles,
      (select count(*)::int from invitations) as invitations, (select count(*)::int from outbox) as letters,
      (select sum(auth_epoch)::int from users) as epochs, (select count(*)::int from users where disabled_at is null) as enabled,
      (select count(*)::int from activities where event not like 'session.%' and event not like 'access.%') as journal`
  return row
}
