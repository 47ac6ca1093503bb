import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { createClient } from 'redis'
import { describe, vi } from 'vitest'

const program = ['redis-server', 'valkey-server'].find((name) => spawnSync(name, ['--version']).status === 0)

/** A group of specs that needs a real server: where there is none, its name says why it did not run. */
export function describeOnRedis(name: string, specs: () => void): void {
  const title = program ? name : `${name} (skipped: neither redis-server nor valkey-server on PATH)`
  describe.skipIf(!program)(title, specs)
}

/** A server of the spec's own, on a unix socket, that can be killed, frozen and started again with what it had on disk. */
export async function startServer(...settings: string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'mr-'))
  const socket = join(folder, 's')
  const flags = ['--port', '0', '--unixsocket', socket, '--dir', folder, '--save', '', ...settings]
  let child = await launch(flags, socket)
  const inspector = createClient({ url: `unix://${socket}`, socket: { reconnectStrategy: () => 20 } })
  inspector.on('error', () => undefined)
  await inspector.connect()
  return {
    url: `unix://${socket}`,
    /** a client of the spec's own, to look behind the site's back */
    inspector,
    freeze: () => child.kill('SIGSTOP'),
    thaw: () => child.kill('SIGCONT'),
    async kill() {
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
    async start() {
      child = await launch(flags, socket)
    },
    async stop() {
      inspector.destroy()
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL')
        await once(child, 'exit')
      }
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export type TestServer = Awaited<ReturnType<typeof startServer>>

/** A server listening on a loopback port, for what unix sockets cannot do (cluster, Sentinel). */
export async function startOnPort(...settings: string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'mr-'))
  const port = await freePort()
  const flags = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', ...settings]
  const child = await launch(flags, port)
  return {
    port,
    async stop() {
      child.kill('SIGKILL')
      await once(child, 'exit')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address ? address.port : 0
}

/** One site: its own copy of the modules, as another process would have, connected to this server (or to none). */
export async function newSite(url: string | null) {
  vi.resetModules()
  const client = await import('../../src/redis/client')
  const site = {
    ...client,
    ...(await import('../../src/redis/cache')),
    ...(await import('../../src/redis/sessions')),
    ...(await import('../../src/redis/limiter')),
    ...(await import('../../src/redis/counters')),
    ...(await import('../../src/lib/moment')),
    log: (await import('../../src/lib/log')).log,
  }
  await client.connectRedis(url)
  return site
}

export type Site = Awaited<ReturnType<typeof newSite>>

/** Waits until it holds; says so when it does not. */
export async function until(holds: () => boolean | Promise<boolean>, ms = 5_000): Promise<number> {
  const began = performance.now()
  while (!(await holds())) {
    if (performance.now() - began > ms) throw new Error(`not so after ${ms} ms: ${holds}`)
    await delay(5)
  }
  return performance.now() - began
}

async function launch(flags: string[], place: string | number): Promise<ChildProcess> {
  const child = spawn(program ?? 'redis-server', flags, { stdio: 'ignore' })
  await until(() => child.exitCode !== null || answersPing(place), 10_000)
  return child
}

function answersPing(place: string | number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(typeof place === 'string' ? { path: place } : { port: place, host: '127.0.0.1' })
    socket.once('connect', () => socket.write('PING\r\n'))
    socket.once('data', (answer) => (resolve(String(answer).startsWith('+PONG')), socket.destroy()))
    socket.once('error', () => resolve(false))
  })
}
