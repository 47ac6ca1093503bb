import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import { log } from '../lib/log'
import { looking } from '../lib/looking'
import { within } from '../lib/within'
import { onWake, passOn } from '../redis/queue'
import { attempt } from './attempt'
import { Bell } from './bell'
import type { Handlers } from './outbox'
import * as queries from './queries'

/** Jobs at once in a process: fewer than the connections of its pool. */
const atOnce = 4
const sweepEvery = 1_000
const beatEvery = 5_000
const lookForOthersEvery = 60_000
/** When stopping: for how long jobs may go on, and then how long they have to leave. Stopping a process has 25 s in all. */
const patience = 7_000
const leaving = 1_000

type Running = { claim: queries.Claim; control: AbortController; over: Promise<void> }

/**
 * Does what is posted, a few at once, until stopped. Any number of runners share the work, in one process or many: a job is
 * the one's who has claimed it, until its lease ends.
 */
export function startRunner(handlers: Handlers): { stop(): Promise<void> } {
  const kinds = Object.keys(handlers)
  const worker = `${hostname()}:${process.pid}:${randomBytes(4).toString('hex')}`
  const running = new Map<string, Running>()
  const unknown = new Set<string>()
  const bell = new Bell()
  // while Postgres is away there is nothing to do but to ask again
  const quietly = looking('outbox')
  let stopping = false

  const wakes = onWake(() => bell.ring(), room)
  const beats = setInterval(() => running.size > 0 && quietly(beat), beatEvery)
  const looks = setInterval(() => quietly(lookForOthers), lookForOthersEvery)
  void quietly(lookForOthers)
  const loop = work()

  return {
    async stop() {
      stopping = true
      clearInterval(looks)
      bell.ring()
      await Promise.all([wakes.stop(), loop])
      await within(patience, everyone())
      for (const { control } of running.values()) control.abort()
      await within(leaving, everyone())
      clearInterval(beats)
      await quietly(() => queries.release(worker))
    },
  }

  async function work(): Promise<void> {
    while (!stopping) {
      const free = atOnce - running.size
      const claims = free > 0 ? ((await quietly(() => queries.claim(worker, ready(), free))) ?? []) : []
      for (const claim of claims) begin(claim)
      if (free > 0 && claims.length === free) void passOn()
      // not all at the same instant, and no two processes in step
      if (!stopping) await bell.wait(sweepEvery * (0.75 + Math.random() / 2))
    }
  }

  function room(): Promise<unknown> | undefined {
    return running.size < atOnce ? undefined : Promise.race([...running.values()].map(({ over }) => over))
  }

  function ready(): string[] {
    return kinds.filter((kind) => handlers[kind]!.ready?.() ?? true)
  }

  function begin(claim: queries.Claim): void {
    const control = new AbortController()
    // a runner that lost a row may get it again itself
    const name = `${claim.id} ${claim.attempts}`
    const over = attempt(claim, handlers[claim.kind]!, control).finally(() => {
      running.delete(name)
      bell.ring()
    })
    running.set(name, { claim, control, over })
  }

  /** The sign of life; a job that is not ours any more hears of it. */
  async function beat(): Promise<void> {
    const asked = [...running]
    const ours = new Set((await queries.renew(worker)).map(({ id, attempts }) => `${id} ${attempts}`))
    for (const [name, { control }] of asked) if (!ours.has(name)) control.abort()
  }

  /** Kinds of another version of the program wait for it; said once. */
  async function lookForOthers(): Promise<void> {
    for (const kind of await queries.listOtherKinds(kinds)) {
      if (!unknown.has(kind)) log.warn({ kind }, 'job.unknown')
      unknown.add(kind)
    }
  }

  function everyone(): Promise<unknown> {
    return Promise.all([...running.values()].map(({ over }) => over))
  }
}
