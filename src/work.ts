import { deleteExpiredSessions, deleteOldFailures, deleteOldSubmissions } from './auth/queries'
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

/** One round: safe to run twice, and in two processes at once. */
export async function tidy(): Promise<void> {
  try {
    const [sessions, submissions, failures] = await Promise.all([
      deleteExpiredSessions(),
      deleteOldSubmissions(),
      deleteOldFailures(),
    ])
    log.info({ sessions, submissions, failures }, 'work.tidied')
  } catch (error) {
    log.error({ err: error }, 'work.failed')
  }
}
