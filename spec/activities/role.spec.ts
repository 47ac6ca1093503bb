import type { Sql } from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSite, type TestSite } from '../support/site'

let site: TestSite
let app: Sql

beforeAll(async () => {
  site = await openSite({ demo: false })
  app = (await import('../../src/db/sql')).sql
  await app`insert into activities (actor_name, event) values ('Personne', 'session.opened')`
  const { sealWaiting } = await import('../../src/activities/sealing')
  await sealWaiting()
})

afterAll(() => site?.close())

describe('the role of the site', () => {
  it('is not that of the owner', async () => {
    const [row] = await app`select current_user as name, rolsuper as super from pg_roles where rolname = current_user`
    expect(row).toEqual({ name: 'mppeep_app', super: false })
  })

  it.each<[string, (sql: Sql) => Promise<unknown>]>([
    ['changes a line', (sql) => sql`update activities set actor_name = 'Autre'`],
    ['removes a line', (sql) => sql`delete from activities`],
    ['empties the journal', (sql) => sql`truncate activities`],
    ['writes a seal', (sql) => sql`insert into activity_seals values (9, 9, 1, sha256(''))`],
    ['changes a seal', (sql) => sql`update activity_seals set hash = sha256('')`],
    ['removes a seal', (sql) => sql`delete from activity_seals`],
    ['empties the chain', (sql) => sql`truncate activity_seals`],
    ['hides a line from sealing', (sql) => sql`delete from activities_waiting`],
    ['puts the trigger aside', (sql) => sql`alter table activities disable trigger all`],
    ['puts triggers aside for itself', (sql) => sql`set session_replication_role = replica`],
    ['changes the text that is hashed', (sql) => sql`drop function activity_text(activities, int)`],
    ['drops the journal', (sql) => sql`drop table activities`],
    ['makes a table', (sql) => sql`create table public.mine (id int)`],
    ['takes back its limits', (sql) => sql`select open_to_site()`],
    ['says that a migration has run', (sql) => sql`insert into migrations (name, checksum) values ('x', 'x')`],
  ])('never %s', async (_what, act) => {
    await expect(act(app)).rejects.toMatchObject({ code: '42501' })
  })

  it('reads and writes the rest, the tables that come later too', async () => {
    await site.sql`create table later (id bigint generated always as identity, name text)`
    await app`insert into later (name) values ('a')`
    await app`update later set name = 'b'`
    expect(await app`select name from later`).toEqual([{ name: 'b' }])
    await app`delete from later`
    await site.sql`drop table later`
  })
})

describe('whoever is neither the owner nor the site', () => {
  const name = `stranger_${process.pid}`
  const functions = ['seal_activities(int)', 'activity_waits()', 'open_to_site()']

  it.each(functions)('does not call %s', async (called) => {
    await site.sql.unsafe(`create role ${name}`)
    const [may] = await site.sql<[{ stranger: boolean }]>`
      select has_function_privilege(${name}, ${called}, 'execute') as stranger`
    await site.sql.unsafe(`drop role ${name}`)
    expect(may.stranger).toBe(false)
  })

  it('finds no function in the schema that does what the owner may', async () => {
    const open = await site.sql`
      select p.proname as name
      from pg_proc p
      where p.pronamespace = 'public'::regnamespace and p.prosecdef
        and (p.proacl is null or exists (select from aclexplode(p.proacl) a where a.grantee = 0))`
    expect(open).toEqual([])
  })

  it('who is the site does, also once its rights are given again', async () => {
    await site.sql`revoke execute on function seal_activities(int) from mppeep_app`
    await expect(app`select seal_activities(1)`).rejects.toMatchObject({ code: '42501' })
    await site.sql`select open_to_site()`
    await app`insert into activities (actor_name, event) values ('Personne', 'session.opened')`
    expect(await app`select sealed from seal_activities(10)`).toEqual([{ sealed: 1 }])
  })
})

describe('the owner', () => {
  it.each<[string, (sql: Sql) => Promise<unknown>]>([
    ['changes', (sql) => sql`update activities set actor_name = 'Autre'`],
    ['removes', (sql) => sql`delete from activities`],
    ['empties', (sql) => sql`truncate activities`],
    ['changes the seals of', (sql) => sql`update activity_seals set hash = sha256('')`],
    ['removes the seals of', (sql) => sql`delete from activity_seals`],
  ])('never %s the journal by mistake', async (_what, act) => {
    await expect(act(site.sql)).rejects.toMatchObject({ code: '42501' })
  })

  it('opens the database to the site as often as they wish', async () => {
    expect(await site.sql`select open_to_site(), open_to_site() as again`).toEqual([
      { open_to_site: true, again: true },
    ])
    await expect(app`delete from activities`).rejects.toMatchObject({ code: '42501' })
  })
})
