import { config } from './config'
import { openHouse } from './house'
import { flushLog, log } from './lib/log'
import { configurePaths } from './lib/paths'
import { startHeartbeat } from './ops/processes'
import { startWork } from './work'

/** The worker alone, beside one or several sites: same database, same Redis, no port. */
const house = await openHouse({ migrate: true, onWait: async () => undefined })
// letters have links in them
configurePaths({ base: config.BASE_PATH, files: {} })
const work = startWork()
const heartbeat = startHeartbeat('worker')
log.info('worker.started')
process.once('SIGINT', stop).once('SIGTERM', stop)

async function stop(): Promise<void> {
  process.once('SIGINT', () => process.exit(1)).once('SIGTERM', () => process.exit(1))
  setTimeout(() => process.exit(1), 25_000).unref()
  await work.stop()
  await heartbeat.stop()
  await house.close()
  log.info('worker.stopped')
  await flushLog()
  process.exit(0)
}
