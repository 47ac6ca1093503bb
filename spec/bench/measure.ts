import { setTimeout as delay } from 'node:timers/promises'
import type { Case } from './cases'
import { askOnce, bodyOf } from './client'
import { type Costs, costsBetween, logSize } from './costs'
import { drive, median, quantile, type Run } from './drive'
import type { Floor } from './floor'
import { cpuOf, memoryOf } from './processes'
import type { Site } from './site'

/** `ratio`: requests per second beside the floor's, the median of the rounds. Times in ms, memory in MB. */
export type Measure = {
  name: string
  target?: number
  aim?: number
  bytes: number
  perSecond: number
  floor: number
  ratio: number
  ratios: number[]
  p50: number
  p99: number
  costs: Costs
  /** of `site`, `postgres` and `floor`, per request, ms */
  cpu: Record<string, number>
  memory: number | null
  /** answers that were not what they should be, by status */
  wrong: Record<string, number>
}

/** What is measured, and the process of the Postgres that is measured with it. */
export type Under = { site: Site; floor: Floor; postgres: number }

const connections = 32
const rounds = 3
const seconds = { warmUp: 1.5, floor: 1.5, site: 2.5 }

/** The floor and the site in turn, with the same requests, the same number of connections, and a body of the same size. */
export async function measure(one: Case, under: Under): Promise<Measure> {
  const { site, floor } = under
  const load = { connections: one.connections ?? connections, next: one.next, status: one.status }
  const page = await look(one, site)
  await floor.answerWith(page)
  const onFloor = (time: number) =>
    drive({ ...load, port: floor.port, seconds: time, next: () => page.request, status: 200 })
  await onFloor(seconds.warmUp)
  if (!one.firstTime) await drive({ ...load, port: site.port, seconds: seconds.warmUp })

  const from = await logSize(site.log)
  const memory = sample(() => memoryOf(site.pid))
  const runs: { floor: Run; site: Run }[] = []
  const [cpu, floorCpu] = [meter({ site: site.pid, postgres: under.postgres }), meter({ floor: floor.pid })]
  for (let round = 0; round < (one.firstTime ? 1 : rounds); round++) {
    runs.push({
      floor: await floorCpu(() => onFloor(seconds.floor)),
      site: await cpu(() => drive({ ...load, port: site.port, seconds: one.firstTime ? 60 : seconds.site })),
    })
  }
  const most = memory.stop()
  // the log is written after the answers
  await delay(300)
  const ratios = runs.map((run) => run.site.perSecond / run.floor.perSecond)
  const latencies = runs.flatMap((run) => run.site.latencies).sort((a, b) => a - b)
  return {
    name: one.name,
    target: one.target,
    aim: one.aim,
    bytes: page.size,
    perSecond: median(runs.map((run) => run.site.perSecond)),
    floor: median(runs.map((run) => run.floor.perSecond)),
    ratio: median(ratios),
    ratios,
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
    costs: await costsBetween(site.log, from, await logSize(site.log)),
    cpu: {
      ...perAnswer(
        cpu.used,
        runs.map((run) => run.site),
      ),
      ...perAnswer(
        floorCpu.used,
        runs.map((run) => run.floor),
      ),
    },
    memory: most,
    wrong: Object.fromEntries(runs.flatMap((run) => [...run.site.wrong])),
  }
}

/** One request, to know what the floor must answer; it must be the answer that is meant. */
async function look({ name, next, status }: Case, site: Site) {
  const request = next()!
  const answer = await askOnce(site.port, request)
  if (answer.status !== status) throw new Error(`${name}: ${answer.head}\n\n${bodyOf(answer).slice(0, 2_000)}`)
  const type = /\r\ncontent-type: ([^\r]+)/i.exec(answer.head)?.[1] ?? 'text/plain'
  return { request, size: answer.size, type }
}

/** Runs something and adds up the processor time that these processes spent on it. */
function meter(pids: Record<string, number>) {
  const used: Record<string, number> = {}
  async function during<T>(work: () => Promise<T>): Promise<T> {
    const before = Object.entries(pids).map(([name, pid]) => ({ name, pid, at: cpuOf(pid) }))
    const result = await work()
    for (const { name, pid, at } of before)
      used[name] = (used[name] ?? 0) + (cpuOf(pid) ?? Number.NaN) - (at ?? Number.NaN)
    return result
  }
  return Object.assign(during, { used })
}

function perAnswer(used: Record<string, number>, runs: Run[]): Record<string, number> {
  const answers = runs.reduce((sum, { latencies }) => sum + latencies.length, 0)
  return Object.fromEntries(Object.entries(used).map(([name, ms]) => [name, ms / answers]))
}

function sample(read: () => number | null): { stop(): number | null } {
  let most = read()
  const timer = setInterval(() => {
    const now = read()
    if (now !== null && most !== null) most = Math.max(most, now)
  }, 200)
  return {
    stop() {
      clearInterval(timer)
      return most
    },
  }
}
