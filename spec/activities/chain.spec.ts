import type { Sql } from 'postgres'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openSite, type TestSite } from '../support/site'

type Chain = typeof import('../../src/activities/verify')
type Sealing = typeof import('../../src/activities/sealing')
let site: TestSite
let verifyJournal: Chain['verifyJournal']
let sealWaiting: Sealing['sealWaiting']

beforeAll(async () => {
  site = await openSite({ demo: false })
  ;({ verifyJournal } = await import('../../src/activities/verify'))
  ;({ sealWaiting } = await import('../../src/activities/sealing'))
  await write(1_000)
})

afterAll(() => site?.close())

describe('the chain of seals', () => {
  beforeEach(async () => expect(await verifyJournal()).toMatchObject({ waiting: 0, faults: [] }))

  it.each(['actor_name', 'event', 'target_name', 'cf_ray'])('shows a line whose %s was changed', async (column) => {
    const [{ id, position }] = await someLine(500)
    const change = (to: string) => behind((tx) => tx`update activities set ${tx({ [column]: to })} where id = ${id}`)
    const [was] = await site.sql`select ${site.sql(column)} as value from activities where id = ${id}`
    await change('autre')
    expect((await verifyJournal()).faults).toEqual([{ position, id, what: 'changed' }])
    await change(was!.value)
  })

  it('shows an instant, an address and a value that were changed by the least there is', async () => {
    const [{ id, position }] = await someLine(999)
    for (const [there, back] of [
      ["at = at + interval '1 microsecond'", "at = at - interval '1 microsecond'"],
      ['address = address + 1', 'address = address - 1'],
      [
        `after = jsonb_set(after, '{version}', '"1"')`,
        `after = before || jsonb_build_object('phone', target_id, 'version', (before ->> 'version')::int + 1)`,
      ],
    ] as const) {
      await behind((tx) => tx.unsafe(`update activities set ${there} where id = ${id}`))
      expect((await verifyJournal()).faults, there).toEqual([{ position, id, what: 'changed' }])
      await behind((tx) => tx.unsafe(`update activities set ${back} where id = ${id}`))
    }
  })

  it('shows a line that is missing', async () => {
    const [{ id, position }] = await someLine(123)
    await behind(async (tx) => {
      await tx`create table aside as select * from activities where id = ${id}`
      await tx`delete from activities where id = ${id}`
    })
    expect((await verifyJournal()).faults).toEqual([{ position, id, what: 'line-missing' }])
    await behind((tx) => tx`insert into activities overriding system value select * from aside`)
    await site.sql`drop table aside`
  })

  it('shows two lines that changed places', async () => {
    const [one] = await someLine(300)
    const [other] = await someLine(700)
    const swap = (first: string, second: string) =>
      behind(async (tx) => {
        await tx`update activity_seals set activity_id = -1 where position = ${one.position}`
        await tx`update activity_seals set activity_id = ${second} where position = ${other.position}`
        await tx`update activity_seals set activity_id = ${first} where position = ${one.position}`
      })
    await swap(other.id, one.id)
    expect((await verifyJournal()).faults).toEqual([
      { ...one, id: other.id, what: 'swapped', with: one.id },
      { ...other, id: one.id, what: 'swapped', with: other.id },
    ])
    await swap(one.id, other.id)
  })

  it('shows a line that was put in beside the journal, and one that lost its seal', async () => {
    const id = '900000'
    await behind(
      (tx) => tx`
      insert into activities (id, actor_name, event) overriding system value values (${id}, 'Personne', 'session.opened')`,
    )
    expect((await verifyJournal()).faults).toEqual([{ position: null, id, what: 'unsealed' }])
    await behind((tx) => tx`delete from activities where id = ${id}`)
    const [cut] = await someLine(5)
    await behind(async (tx) => {
      await tx`create table aside as select * from activity_seals where position = ${cut.position}`
      await tx`delete from activity_seals where position = ${cut.position}`
    })
    expect((await verifyJournal()).faults).toEqual([
      { position: cut.position, id: null, what: 'seal-missing' },
      { position: null, id: cut.id, what: 'unsealed' },
    ])
    await behind((tx) => tx`insert into activity_seals select * from aside`)
    await site.sql`drop table aside`
  })

  it('shows by a seal noted elsewhere that its end was cut', async () => {
    const { head } = await verifyJournal()
    const [last] = await someLine(1_000)
    await behind(async (tx) => {
      await tx`delete from activities where id = ${last.id}`
      await tx`delete from activity_seals where position = ${last.position}`
    })
    expect((await verifyJournal()).faults).toEqual([])
    expect((await verifyJournal(head)).faults).toEqual([{ position: null, id: null, what: 'head-missing' }])
  })
})

describe('a journal of 100 000 lines', () => {
  it('shows the one changed, the one missing, the two that changed places and the one put in', {
    timeout: 120_000,
  }, async () => {
    await write(100_000)
    const began = performance.now()
    expect(await verifyJournal()).toMatchObject({ waiting: 0, faults: [] })
    process.stdout.write(`100 000 lines verified in ${Math.round(performance.now() - began)} ms\n`)
    const [changed] = await someLine(20_000)
    const [lost] = await someLine(40_000)
    const [one] = await someLine(60_000)
    const [other] = await someLine(80_000)
    await behind(async (tx) => {
      await tx`update activities set actor_name = 'Autre' where id = ${changed.id}`
      await tx`delete from activities where id = ${lost.id}`
      await tx`update activity_seals set activity_id = -1 where position = ${one.position}`
      await tx`update activity_seals set activity_id = ${one.id} where position = ${other.position}`
      await tx`update activity_seals set activity_id = ${other.id} where position = ${one.position}`
      await tx`insert into activities (id, actor_name, event) overriding system value values (900000, 'Autre', 'session.opened')`
    })
    expect((await verifyJournal()).faults).toEqual([
      { ...changed, what: 'changed' },
      { ...lost, what: 'line-missing' },
      { ...one, id: other.id, what: 'swapped', with: one.id },
      { ...other, id: one.id, what: 'swapped', with: other.id },
      { position: null, id: '900000', what: 'unsealed' },
    ])
  })
})

async function write(lines: number): Promise<void> {
  await site.sql`
    insert into activities (at, actor_name, event, target_kind, target_id, target_name, before, after, address, cf_ray, request_id)
    select now() - make_interval(secs => ${lines} - n), 'Personne ' || n % 500, 'personnel.updated', 'personnel', n::text, 'KOUASSI ' || n,
      jsonb_build_object('phone', null, 'version', n), jsonb_build_object('phone', n::text, 'version', n + 1),
      '203.0.113.7', 'a1b2c3d4e5f60718', uuidv7()
    from generate_series(1, ${lines}::int) n`
  expect(await sealWaiting()).toBe(lines)
}

async function someLine(position: number): Promise<[{ position: string; id: string }]> {
  const [row] = await site.sql<{ position: string; id: string }[]>`
    select position, activity_id as id from activity_seals where position = ${position}`
  return [row!]
}

/** As the owner of the tables could, with what guards them put aside. */
function behind(act: (tx: Sql) => Promise<unknown>): Promise<unknown> {
  return site.sql.begin(async (tx) => {
    await tx`alter table activities disable trigger all`
    await tx`alter table activity_seals disable trigger all`
    await act(tx as never)
    await tx`alter table activities enable trigger all`
    await tx`alter table activity_seals enable trigger all`
  })
}
