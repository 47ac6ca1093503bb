import { openHouse } from './house'
import { flushLog, log } from './lib/log'
import { startWork } from './work'

/** The worker alone, beside one or several sites: same database, same Redis, no port. */
const house = await openHouse({ migrate: true })
const work = startWork()
// keeps the process alive: the rounds themselves do not
const alive = setInterval(() => undefined, 60_000)
log.info('worker.started')
process.once('SIGINT', stop).once('SIGTERM', stop)

async function stop(): Promise<void> {
  clearInterval(alive)
  await work.stop()
  await house.close()
  log.info('worker.stopped')
  await flushLog()
  process.exit(0)
}
