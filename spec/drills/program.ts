import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { ended } from '../../src/lib/child'
import { until } from '../redis/server'
import { Client } from '../support/client'
import { secretKeys } from '../support/ground'
import { freePort } from '../support/site'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The password of a drill's one account. */
export const password = 'une phrase pour les pannes'

/** The cookie of the one browser that everybody has: about another a letter would be written. */
export const theirBrowser = ['appareil', 'A'.repeat(22)] as const

export type Program = {
  child: ChildProcess
  /** The lines of its log so far. */
  log: Record<string, unknown>[]
  /** What it said to whoever is at the terminal. */
  said(): string
  /** Its exit code, once all that it said is here. */
  end(): Promise<number | null>
  /** SIGKILL, unless it has ended; resolves once it is gone. */
  kill(): Promise<void>
}

export type SiteProcess = Program & {
  port: number
  origin: string
  /** Somebody who has not signed in. */
  visitor(address?: string): Client
  /** `email`: of another account than the first. */
  signIn(address?: string, email?: string): Promise<Client>
}

type SiteOptions = { port?: number; args?: string[]; wait?: boolean }

/** The real site, in a process of its own. `wait: false`: does not wait until it listens. */
export async function startSite(env: Record<string, string>, options: SiteOptions = {}): Promise<SiteProcess> {
  const port = options.port ?? (await freePort())
  const origin = `http://localhost:${port}`
  const own = { PORT: String(port), PUBLIC_ORIGIN: origin, TRUSTED_PEERS: '127.0.0.1' }
  const program = await start(['main', ...(options.args ?? [])], { ...own, ...env })
  let visitors = 0
  const site: SiteProcess = {
    ...program,
    port,
    origin,
    visitor: (address = `203.0.113.${++visitors}`) => new Client({ port, origin }, address),
    async signIn(address, email = 'drh@mppeep.example') {
      const client = site.visitor(address)
      client.cookies.set(...theirBrowser)
      const { status } = await client.post('/mppeep/connexion', { email, password })
      if (status !== 303) throw new Error(`sign-in answered ${status}`)
      // a site that was there before the account may need two seconds to hear what has been decided for it
      await until(
        async () => !String((await client.get('/mppeep/accueil')).headers.location).includes('second-facteur'),
      )
      return client
    },
  }
  if (options.wait !== false) await listening(site)
  return site
}

export async function listening(site: SiteProcess): Promise<void> {
  await until(() => site.said().includes(`:${site.port}/mppeep\n`) || ended(site.child), 30_000)
  if (ended(site.child)) throw new Error(`it ended: ${site.said()}`)
}

/** The worker as it runs beside a site, in a process of its own. */
export async function startWorker(env: Record<string, string>, options: { wait?: boolean } = {}): Promise<Program> {
  const worker = await start(['worker'], env)
  const begun = () => worker.log.some((line) => line['event.name'] === 'worker.started')
  if (options.wait !== false) await until(() => begun() || ended(worker.child), 30_000)
  return worker
}

async function start(door: string[], env: Record<string, string>): Promise<Program> {
  const { PATH = '', HOME = '' } = process.env
  const child = spawn(process.execPath, ['src/door.mjs', ...door], {
    cwd: root,
    env: { PATH, HOME, SECRET_KEYS: secretKeys, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const end = () => child.kill('SIGKILL')
  process.once('exit', end)
  child.once('exit', () => process.off('exit', end))
  const closed = once(child, 'close')
  const log: Record<string, unknown>[] = []
  let rest = ''
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    const lines = (rest + part).split('\n')
    // one that was cut when it was killed stays there
    rest = lines.pop() ?? ''
    for (const line of lines) log.push(JSON.parse(line))
  })
  let said = ''
  child.stderr.on('data', (part) => {
    said += part
  })
  return {
    child,
    log,
    said: () => said,
    end: async () => (await closed)[0],
    async kill() {
      if (ended(child)) return
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}
