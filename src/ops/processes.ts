import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { log } from '../lib/log'
import { looking } from '../lib/looking'
import * as queries from './queries'

const beat = 30_000

/** Says that this process is alive, now and every 30 s; `stop` takes it back. `kind`: `site` or `worker`. */
export function startHeartbeat(kind: 'site' | 'worker'): { stop(): Promise<void> } {
  const version = String(log.bindings()['service.version'] ?? '').slice(0, 50)
  const me = {
    id: randomUUID(),
    kind,
    host: hostname().slice(0, 255),
    pid: process.pid,
    version,
    startedAt: new Date(),
  }
  const quietly = looking('process.heartbeat')
  const say = () => quietly(() => queries.keepProcess(me))
  let last = say()
  const timer = setInterval(() => {
    last = say()
  }, beat)
  timer.unref()
  return {
    async stop() {
      clearInterval(timer)
      await last
      await queries.deleteProcess(me.id).catch(() => undefined)
    },
  }
}
