import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { log } from './log'
import { Refusal } from './refusal'

/** How a server is asked to end: each signal, and how long it is waited for before the next. SIGKILL comes last by itself. */
export type Ending = [signal: NodeJS.Signals, patience: number][]

const last: Ending[number] = ['SIGKILL', 1_000]

export type Server = {
  /** as the log calls it */
  name: string
  /** resolves once the server answers */
  start(): Promise<ChildProcess>
  ending: Ending
}

/** Runs a server beside this process: started again when it dies, ended when this process ends, however it ends. */
export async function keepRunning(server: Server): Promise<() => Promise<void>> {
  const stopping = new AbortController()
  let child = await start(server, died)
  let revival = Promise.resolve()

  function died(): void {
    if (!stopping.signal.aborted) revival = revive()
  }

  async function revive(): Promise<void> {
    log.error({ server: server.name }, 'server.died')
    for (let wait = 250; !stopping.signal.aborted; wait = Math.min(wait * 2, 8_000)) {
      try {
        await delay(wait, undefined, { signal: stopping.signal, ref: false })
        child = await start(server, died)
        return log.warn({ server: server.name }, 'server.revived')
      } catch (error) {
        if (!stopping.signal.aborted) log.error({ server: server.name, err: error }, 'server.revival_failed')
      }
    }
  }

  return async function stop() {
    stopping.abort()
    await revival
    await end(child, server.ending)
  }
}

/**
 * Ends the server that a killed process left behind: what runs under this number, if its command line bears `mark`.
 * Throws a `Refusal` when it cannot be ended.
 */
export async function endOrphan(pid: number, mark: string, ending: Ending): Promise<void> {
  for (const [signal, patience] of [...ending, last]) {
    if (!(await runs(pid, mark))) return
    send(pid, signal)
    const deadline = performance.now() + patience
    while (performance.now() < deadline && (await runs(pid, mark))) await delay(10)
  }
  if (await runs(pid, mark)) throw new Refusal(`Le processus ${pid}, laissé par un arrêt brutal, ne se termine pas.`)
}

async function start(server: Server, died: () => void): Promise<ChildProcess> {
  const child = await server.start()
  if (ended(child)) throw new Error(`${server.name} ended as soon as it had started`)
  child.once('exit', died)
  child.unref()
  leash(child, server.ending[0]?.[0] ?? 'SIGTERM')
  return child
}

/** A shell waits on a pipe that only closes when this process ends, even by SIGKILL, and then ends the server. */
function leash(child: ChildProcess, signal: NodeJS.Signals): void {
  const script = `read _; kill -${signal.slice(3)} ${child.pid}`
  const guard = spawn('/bin/sh', ['-c', script], { stdio: ['pipe', 'ignore', 'ignore'], detached: true })
  // without a shell the next start finds the orphan
  guard.on('error', () => undefined)
  guard.unref()
  if (guard.stdin instanceof Socket) guard.stdin.unref()
  child.once('exit', () => guard.kill('SIGKILL'))
}

async function end(child: ChildProcess, ending: Ending): Promise<void> {
  child.ref()
  for (const [signal, patience] of [...ending, last]) {
    if (ended(child)) return
    child.kill(signal)
    await Promise.race([once(child, 'exit'), delay(patience, undefined, { ref: false })])
  }
}

export function ended(child: ChildProcess): boolean {
  return !child.pid || child.exitCode !== null || child.signalCode !== null
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

async function runs(pid: number, mark: string): Promise<boolean> {
  return (await commandOf(pid)).includes(mark)
}

/** The command line of a process; empty when there is none, or only its exit status is left. */
async function commandOf(pid: number): Promise<string> {
  try {
    if (process.platform === 'linux') return await readFile(`/proc/${pid}/cmdline`, 'utf8')
    return (await promisify(execFile)('ps', ['-o', 'command=', '-p', String(pid)])).stdout
  } catch {
    return ''
  }
}
