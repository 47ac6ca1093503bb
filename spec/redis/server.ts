import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { createClient } from 'redis'
import { describe, vi } from 'vitest'

const program = ['redis-server', 'valkey-server'].find((name) => spawnSync(name, ['--version']).status === 0)

/** A group of specs that needs a real server: where there is none, its name says why it did not run. */
export function describeOnRedis(name: string, specs: () => void): void {
  const title = program ? name : `${name} (skipped: neither redis-server nor valkey-server on PATH)`
  // on a machine starved of processor, Redis may really be silent for 150 ms: what is wrong is wrong three times
  describe.skipIf(!program)(title, { retry: 2 }, specs)
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
    /** empty and as at its start, whatever the spec before did to it */
    async reset() {
      child.kill('SIGCONT')
      if (ended(child)) child = await launch(flags, socket)
      await until(() => inspector.isReady)
      await inspector.configSet({ maxmemory: '0' })
      await inspector.flushAll()
    },
    freeze: () => child.kill('SIGSTOP'),
    thaw: () => child.kill('SIGCONT'),
    async kill() {
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
    async start() {
      child = await launch(flags, socket)
    },
    /** Copies the append-only file as it is now. What is returned puts the copy in the place of the newer one, once the server is gone. */
    copyFile(): () => void {
      const [present, copy] = [join(folder, 'appendonlydir'), join(folder, 'old')]
      cpSync(present, copy, { recursive: true })
      return () => {
        rmSync(present, { recursive: true })
        cpSync(copy, present, { recursive: true })
      }
    },
    async stop() {
      inspector.destroy()
      if (!ended(child)) {
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
  return onPort(await launch(flags, port), port, folder)
}

/** One that watches the master on this port under the name `m`, and replaces it after a second of silence. */
export async function startSentinel(masterPort: number) {
  const folder = mkdtempSync(join(tmpdir(), 'mr-'))
  const port = await freePort()
  const file = join(folder, 'sentinel.conf')
  const watch = `sentinel monitor m 127.0.0.1 ${masterPort} 1\nsentinel down-after-milliseconds m 1000\n`
  writeFileSync(file, `port ${port}\nbind 127.0.0.1\ndir ${folder}\n${watch}`)
  return onPort(await launch([file, '--sentinel'], port), port, folder)
}

function onPort(child: ChildProcess, port: number, folder: string) {
  return {
    port,
    freeze: () => child.kill('SIGSTOP'),
    thaw: () => child.kill('SIGCONT'),
    async stop() {
      if (!ended(child)) {
        child.kill('SIGKILL')
        await once(child, 'exit')
      }
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A road to a server, on which what is under way can be stopped for good without either end being told. */
export async function openRoad(url: string) {
  const folder = mkdtempSync(join(tmpdir(), 'mr-'))
  const path = join(folder, 'r')
  const travellers = new Set<Socket>()
  const road = createServer((near) => {
    const far = connect(new URL(url).pathname)
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      travellers.add(from)
      from
        .on('data', (data) => to.write(data))
        .on('close', () => to.destroy())
        .on('error', () => undefined)
    }
  })
  await once(road.listen(path), 'listening')
  return {
    url: `unix://${path}`,
    block() {
      for (const socket of travellers) socket.removeAllListeners('data').pause()
    },
    close() {
      for (const socket of travellers) socket.destroy()
      road.close()
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
  const cache = await import('../../src/redis/cache')
  const sessions = await import('../../src/redis/sessions')
  const site = {
    ...client,
    ...cache,
    ...sessions,
    // bytes as texts, to be read in a spec
    async piece(...asked: Parameters<typeof cache.piece>) {
      const { bytes, ...piece } = await cache.piece(...asked)
      return { ...piece, html: bytes.toString() }
    },
    askMany: async (keys: string[]) => (await client.askMany(keys))?.map((bytes) => bytes?.toString() ?? null),
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

function ended(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null
}

async function launch(flags: string[], place: string | number): Promise<ChildProcess> {
  const child = spawn(program ?? 'redis-server', flags, { stdio: 'ignore' })
  const end = () => child.kill('SIGKILL')
  process.once('exit', end)
  child.once('exit', () => process.off('exit', end))
  await until(() => answers(place), 10_000).catch((error) => {
    end()
    throw error
  })
  return child
}

function answers(place: string | number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(typeof place === 'string' ? { path: place } : { port: place, host: '127.0.0.1' })
    socket.once('connect', () => socket.write('PING\r\n'))
    socket.once('data', (answer) => resolve(/^(\+PONG|-NOAUTH)/.test(String(answer))))
    socket.once('data', () => socket.destroy())
    socket.once('error', () => resolve(false))
  })
}
