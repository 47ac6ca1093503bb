import { deleteExpiredSessions, deleteOldSubmissions } from './auth/queries'
import { log } from './lib/log'

const tenMinutes = 600_000

/** The house kept clean: what has expired is removed. Runs in the site's process or in the worker's; twice does no harm. */
export function startWork(): { stop(): Promise<void> } {
  let round: Promise<void> = Promise.resolve()
  const timer = setInterval(() => {
    round = tidy()
  }, tenMinutes)
  timer.unref()
  return {
    async stop() {
      clearInterval(timer)
      await round
    },
  }
}

async function tidy(): Promise<void> {
  try {
    const [sessions, submissions] = await Promise.all([deleteExpiredSessions(), deleteOldSubmissions()])
    log.info({ sessions, submissions }, 'work.tidied')
  } catch (error) {
    log.error({ err: error }, 'work.failed')
  }
}
