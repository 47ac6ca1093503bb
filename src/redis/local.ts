import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readFile, realpath, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { type Ending, ended, endOrphan, keepRunning } from '../lib/child'
import { claim, isHeld, socketFolder } from '../lib/sockets'

/** `url` is `unix:///path`, which node-redis takes as it is. */
export type LocalRedis = { url: string; stop(): Promise<void> }

/** SIGTERM writes the end of the append-only file first. */
const ending: Ending = [['SIGTERM', 900]]

/**
 * The `redis-server` or `valkey-server` of this machine, on a unix socket under the data folder; null when there is none.
 * When another living process of ours runs one in this folder, that one is shared and `stop` leaves it alone.
 */
export async function startRedis(options: { dataDir: string }): Promise<LocalRedis | null> {
  const program = ['redis-server', 'valkey-server'].find(isHere)
  if (!program) return null
  const sockets = await socketFolder(options.dataDir)
  const socket = socketIn(sockets)
  const url = urlOf(socket)
  const release = await claim(sockets, 'redis')
  if (!release) return { url, stop: async () => undefined }
  const folder = join(await realpath(options.dataDir), 'redis')
  const start = () => launch(program, folder, socket)
  try {
    const stop = await keepRunning({ name: 'redis', start, ending })
    return { url, stop: () => stop().finally(release) }
  } catch {
    await release()
    return null
  }
}

/** The URL of the Redis that a living process runs in this data folder, for the command line beside the site. */
export async function runningRedis(dataDir: string): Promise<string | null> {
  if (!existsSync(dataDir)) return null
  const sockets = await socketFolder(dataDir)
  return (await isHeld(sockets, 'redis')) ? urlOf(socketIn(sockets)) : null
}

function socketIn(folder: string): string {
  return join(folder, 'redis.sock')
}

function urlOf(socket: string): string {
  return `unix://${encodeURI(socket)}`
}

function isHere(name: string): boolean {
  return spawnSync(name, ['--version']).status === 0
}

async function launch(program: string, folder: string, socket: string): Promise<ChildProcess> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const pidFile = join(folder, 'redis.pid')
  // Redis writes its socket's path in its command line
  const left = Number(await readFile(pidFile, 'utf8').catch(() => 0))
  if (left > 0) await endOrphan(left, socket, ending)
  const child = serve(program, folder, socket, pidFile)
  if (await ready(child, socket)) return child
  // all in there is forgettable, and what is there cannot be read: a cut append-only file, a newer format
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { mode: 0o700 })
  const second = serve(program, folder, socket, pidFile)
  if (await ready(second, socket)) return second
  throw new Error(`${program} does not start in ${folder}`)
}

function serve(program: string, folder: string, socket: string, pidFile: string): ChildProcess {
  const settings = {
    ...{ port: '0', unixsocket: socket, unixsocketperm: '700', dir: folder, pidfile: pidFile },
    ...{ appendonly: 'yes', save: '', maxmemory: '256mb', 'maxmemory-policy': 'allkeys-lru' },
    ...{ logfile: join(folder, 'redis.log'), loglevel: 'warning' },
  }
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value])
  const child = spawn(program, args, { stdio: 'ignore', detached: true })
  // a program that cannot be run counts as one that ended at once
  child.on('error', () => undefined)
  return child
}

async function ready(child: ChildProcess, socket: string): Promise<boolean> {
  for (const deadline = performance.now() + 10_000; !ended(child) && performance.now() < deadline; await delay(5)) {
    if ((await ping(socket)).startsWith('+PONG')) return true
  }
  child.kill('SIGKILL')
  return false
}

/** While it still reads its file, Redis answers `-LOADING`. */
function ping(socket: string): Promise<string> {
  return new Promise((resolve) => {
    const client = connect(socket, () => client.write('PING\r\n'))
    client.once('data', (answer) => resolve(String(answer)))
    client.once('data', () => client.destroy())
    client.once('error', () => client.destroy())
    client.once('close', () => resolve(''))
    client.setTimeout(500, () => client.destroy())
  })
}
