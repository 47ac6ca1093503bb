import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Job } from '../../src/outbox/outbox'
import type { Client } from '../support/client'
import type { TestSite } from '../support/site'
import { idIn, type LongList, matriculesIn, openLongList } from './long-list'

let longList: LongList
let site: TestSite
let drh: Client

beforeAll(async () => {
  longList = await openLongList(6_001)
  ;({ site, drh } = longList)
})
afterAll(async () => {
  await longList.clear()
  await site.close()
})
beforeEach(() => longList.clear())

describe('an attempt', () => {
  /** The attempt as a runner makes it, except that it hears of nothing; `midway` is done after its first thousand people. */
  async function attempt(id: string, midway: () => Promise<unknown>): Promise<unknown> {
    const { exportJob } = await import('../../src/exports/job')
    const [row] = await site.sql<{ payload: unknown }[]>`select payload from outbox where id = ${id}`
    const job: Job = {
      ...{ id, attempt: 1, postedAt: new Date(), signal: new AbortController().signal },
      progress: async (done) => void (done === 4_000 && (await midway())),
    }
    return exportJob.run(job, exportJob.payload.parse(row!.payload))
  }

  it('that goes on after another has begun adds nothing', async () => {
    const page = await longList.ask()
    const another = async () => {
      expect(await longList.chunks()).not.toEqual([])
      await longList.made(page)
    }
    await expect(attempt(idIn(page), another)).rejects.toThrow('another attempt')
    const file = await drh.get(`${page}/fichier`)
    expect(matriculesIn(file)).toEqual(await longList.wanted())
    expect(Number(file.headers['content-length'])).toBe(file.bytes.length)
    expect((await longList.chunks()).reduce((sum, size) => sum + size, 0)).toBe(file.bytes.length)
    expect(await site.sql`select from notifications`).toHaveLength(1)
  })

  it('begun again after its end, which nobody has heard of, changes nothing', async () => {
    const page = await longList.ask()
    const before = (await longList.made(page)).text
    await attempt(idIn(page), async () => undefined)
    expect((await drh.get(`${page}/fichier`)).text).toBe(before)
    expect(await site.sql`select from notifications`).toHaveLength(1)
  })

  it('that is cancelled in the middle leaves nothing, and what is over cannot be cancelled', async () => {
    const page = await longList.ask()
    const cancel = () => drh.post(`${page}/annulation`, {})
    const cancelling = async () => {
      expect(await longList.chunks()).not.toEqual([])
      expect((await cancel()).status).toBe(303)
    }
    await expect(attempt(idIn(page), cancelling)).rejects.toThrow('cancelled')
    expect(await longList.chunks()).toEqual([])
    expect((await drh.get(page)).text).toContain('L’export est annulé')
    expect((await cancel()).status).toBe(409)
    const again = await longList.ask()
    expect(again).not.toBe(page)
    await site.sql`delete from outbox where id = ${idIn(page)}`
    await longList.made(again)
    expect((await drh.post(`${again}/annulation`, {})).status).toBe(409)
    expect((await drh.get(`${again}/fichier`)).status).toBe(200)
  })

  it('that fails is told to nobody as long as another comes; after the last, its owner knows', async () => {
    await site.sql`alter table export_chunks add constraint refused check (place < 1) not valid`
    onTestFinished(async () => void (await site.sql`alter table export_chunks drop constraint refused`))
    const page = await longList.ask()
    await site.sql`update outbox set attempts = 3`
    await longList.work()
    await vi.waitFor(async () => {
      expect(await site.sql`select state, attempts from outbox`).toEqual([{ state: 'waiting', attempts: 4 }])
    }, 20_000)
    expect(await site.sql`select from notifications`).toEqual([])
    await site.sql`update outbox set due_at = now()`
    await longList.settled('dead')
    expect(await told()).toEqual([failureOf(page)])
    expect(await longList.chunks()).toEqual([])
    expect((await drh.get(page)).text).toContain('n’a pas pu être préparé')
    const [job] = await site.sql<{ reason: string }[]>`select reason from outbox`
    expect(job!.reason).toContain('refused')
  })

  it('whose worker is killed each time is given up, and its owner knows', async () => {
    const page = await longList.ask()
    await site.sql`
      update outbox set state = 'running', attempts = 5, worker = 'gone', lease_until = now() - interval '1 second'`
    await longList.work()
    await longList.settled('dead')
    expect(await told()).toEqual([failureOf(page)])
  })

  it('of a worker that is killed before the end is made again from nothing', { timeout: 60_000 }, async () => {
    const worker = await startWorker()
    // what it tells at the end waits for us: pieces are written, and nothing is ready
    const page = await site.sql.begin(async (tx) => {
      await tx`lock table notifications in exclusive mode`
      const asked = await longList.ask()
      await vi.waitFor(async () => expect((await longList.chunks()).length).toBeGreaterThan(1), { timeout: 10_000 })
      await kill(worker)
      return asked
    })
    expect(await site.sql`select from exports where ready_at is not null`).toEqual([])
    await site.sql`update outbox set lease_until = now() where state = 'running'`
    const file = await longList.made(page)
    expect(matriculesIn(file)).toEqual(await longList.wanted())
    expect((await longList.chunks()).reduce((sum, size) => sum + size, 0)).toBe(file.bytes.length)
    expect(await site.sql`select from notifications`).toHaveLength(1)
  })
})

it('is made and fetched with Redis away', async () => {
  await site.redis?.stop()
  const page = await longList.ask()
  expect((await drh.get(page)).status).toBe(200)
  expect(matriculesIn(await longList.made(page))).toEqual(await longList.wanted())
})

function told() {
  return site.sql`
    select u.email, n.kind, n.href from notifications n join users u on u.id = n.user_id`
}

function failureOf(page: string) {
  return { email: 'drh@mppeep.example', kind: 'export.failed', href: `/personnel/exports/${idIn(page)}` }
}

/** The worker as it runs beside a site, on the site's database, once it has begun. */
async function startWorker(): Promise<ChildProcess> {
  const { DATABASE_URL, DIRECT_DATABASE_URL, SECRET_KEYS } = process.env
  const child = spawn(process.execPath, ['src/door.mjs', 'worker'], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    env: { HOME: process.env.HOME ?? '', PATH: '', DATABASE_URL, DIRECT_DATABASE_URL, SECRET_KEYS },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let said = ''
  child.stdout.on('data', (part) => {
    said += part
  })
  await vi.waitFor(() => expect(said).toContain('worker.started'), { timeout: 30_000 })
  return child
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL')
  await once(child, 'exit')
}
