import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { createApp } from './app'
import { config } from './config'
import { openHouse, root } from './house'
import { readAssets } from './http/assets'
import { createSite } from './http/server'
import { flushLog, log } from './lib/log'
import { configurePaths, path } from './lib/paths'
import { Refusal } from './lib/refusal'
import { closeStreams } from './live/live'
import { stopTakingTraffic } from './ops/health'
import { startHeartbeat } from './ops/processes'
import { redisState } from './redis/client'
import { refreshSettings } from './settings/settings'
import { hasAccounts, inviteFirstAdministrator } from './users/users'
import { createWaitingRoom } from './waiting'
import { startWork } from './work'

/** How long a stopping process goes on answering, so that whoever balances the load can look elsewhere. */
const lameDuck = config.DATABASE_URL ? 1_500 : 0

const foreign = `L’adresse ${config.HOST} n’est pas de cette machine. Donnez-en une autre avec HOST=….`
/** Why one cannot listen, as the person who starts the site can mend it. */
const unheard: Record<string, string> = {
  EADDRINUSE: `Le port ${config.PORT} est déjà pris sur ${config.HOST}. Choisissez-en un autre avec PORT=….`,
  EACCES: `Le port ${config.PORT} est réservé sur cette machine. Choisissez-en un autre avec PORT=….`,
  EADDRNOTAVAIL: foreign,
  ENOTFOUND: foreign,
  EAI_AGAIN: foreign,
}

const files = readAssets(`${root}/dist/public`)
configurePaths({ base: config.BASE_PATH, files: files.files })
const { steps, app } = createApp(files)
const waitingRoom = createWaitingRoom()
// the site itself answers only once everything that it stands on is there
let isOpen = false
const whoAnswers: typeof app.fetch = (...asked) => (isOpen ? app : waitingRoom).fetch(...asked)
const site = createSite({ steps, app: { fetch: whoAnswers } }, { lameDuck, onStop: leaveTraffic })
const house = await openHouse({ migrate: true, onWait: listen })
// before the passwords that are shown once: an address that is not to be had must not lose them
if (!site.server.listening) await listen().catch((error) => house.close().then(() => Promise.reject(error)))
const accounts =
  house.embedded && !process.argv.includes('--empty') && !(await hasAccounts()) ? await seedApart() : null
if (accounts) await refreshSettings()
const token = await inviteFirstAdministrator()
isOpen = true
const work = config.WORK ? startWork() : null
const heartbeat = startHeartbeat('site')
process.once('SIGINT', stop).once('SIGTERM', stop)
process.on('unhandledRejection', (error) => crash(error, 'process.unhandled_rejection'))
process.on('uncaughtException', (error) => crash(error, 'process.uncaught_exception'))
// last: whoever reads it may stop us at once
welcome()

/** Event streams first: they would never end by themselves. */
function leaveTraffic(): void {
  stopTakingTraffic()
  closeStreams()
}

/** In a process of its own, whose memory goes with it: making a ministry takes more than serving it. */
async function seedApart(): Promise<string[]> {
  const { stdout } = await promisify(execFile)(process.execPath, [`${root}/src/door.mjs`, 'cli', 'seed'])
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => `  ${line}`)
}

async function listen(): Promise<void> {
  try {
    await site.listen(config.PORT, config.HOST)
  } catch (error) {
    const reason = unheard[error instanceof Error && 'code' in error ? String(error.code) : '']
    throw reason ? new Refusal(reason) : error
  }
}

/** For the person at the terminal; the log stays JSON on the other stream. Passwords are shown here, once. */
function welcome(): void {
  const address = config.PUBLIC_ORIGIN + (config.BASE_PATH || '/')
  log.info({ address, redis: redisState(), embedded: house.embedded }, 'site.listening')
  const lines = [`MPPEEP Dashboard : ${address}`]
  if (redisState() === 'none') lines.push('Sans Redis : tout fonctionne, un peu moins vite.')
  if (accounts) lines.push('Comptes de démonstration (mots de passe montrés une seule fois)\u202f:', ...accounts)
  if (token)
    lines.push(
      `Premier administrateur, lien valable 24 heures, une seule fois :\n  ${config.PUBLIC_ORIGIN}${path(`/invitation/${token}`)}`,
    )
  process.stderr.write(`\n${lines.join('\n')}\n\n`)
}

async function stop(): Promise<void> {
  process.once('SIGINT', () => process.exit(1)).once('SIGTERM', () => process.exit(1))
  setTimeout(() => process.exit(1), 25_000).unref()
  log.info('site.stopping')
  await site.stop()
  await work?.stop()
  await heartbeat.stop()
  await house.close()
  log.info('site.stopped')
  await flushLog()
  process.exit(0)
}

/** A bug nobody caught: say it, stop in order, and let whoever supervises start afresh. */
function crash(error: unknown, event: string): void {
  log.fatal({ err: error }, event)
  process.exitCode = 1
  setTimeout(() => process.exit(1), 5_000).unref()
  void site
    .stop()
    .then(() => house.close())
    .finally(() => flushLog().then(() => process.exit(1)))
}
