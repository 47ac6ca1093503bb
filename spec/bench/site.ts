import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { newKey } from '../../src/lib/keys'
import { askOnce, request } from './client'

export type Site = {
  port: number
  host: string
  log: string
  pid: number
  stop(): Promise<void>
}

type Place = { root: string; folder: string; databaseUrl: string; redisUrl: string; profile: string | null }

/** The site in one process of its own, as in production: log of every request, Redis, trust in the edge. */
export async function startSite({ root, folder, databaseUrl, redisUrl, profile }: Place): Promise<Site> {
  const port = await freePort()
  const host = `localhost:${port}`
  const log = join(folder, 'site.log')
  const output = await open(log, 'w')
  const flags = [
    '--max-semi-space-size=4',
    '--heap-growing-percent=20',
    ...(profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : []),
  ]
  const child = spawn(process.execPath, [...flags, join(root, 'src/door.mjs'), 'main'], {
    cwd: folder,
    stdio: ['ignore', output.fd, output.fd],
    // out of the terminal's group: Ctrl-C is for the bench, which then stops the site
    detached: true,
    env: {
      PATH: process.env.PATH,
      MALLOC_ARENA_MAX: '1',
      PORT: String(port),
      PUBLIC_ORIGIN: `http://${host}`,
      DATABASE_URL: databaseUrl,
      REDIS_URL: redisUrl,
      SECRET_KEYS: newKey(),
      DATA_DIR: folder,
      TRUSTED_PEERS: '127.0.0.1/32',
      LOG_LEVEL: 'info',
    },
  })
  await output.close()
  const site = { port, host, log, pid: child.pid!, stop: () => end(child) }
  await ready(child, site).catch(async (error) => {
    await end(child)
    throw error
  })
  return site
}

async function ready(child: ChildProcess, { port, host, log }: Site): Promise<void> {
  const probe = request({ path: '/mppeep/readyz', host })
  for (const deadline = performance.now() + 30_000; performance.now() < deadline; await delay(50)) {
    if (child.exitCode !== null) break
    const answer = await askOnce(port, probe).catch(() => null)
    if (answer?.status === 200) return
  }
  throw new Error(`The site did not start:\n${readFileSync(log, 'utf8').slice(-2_000)}`)
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const late = setTimeout(() => child.kill('SIGKILL'), 10_000)
  await ended
  clearTimeout(late)
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
