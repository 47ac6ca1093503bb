import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, readlinkSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/** A process of its own that runs Postgres and Redis in a data folder, so that a spec can kill it. Processes are looked for in `/proc`. */
export const onLinux = process.platform === 'linux'

const root = fileURLToPath(new URL('../..', import.meta.url))
const owners: ChildProcess[] = []

export async function buildOwner(home: string): Promise<void> {
  const contents = `
    import { startPostgres } from './src/db/embedded'
    import { startRedis } from './src/redis/local'
    const dataDir = process.argv[2]
    const { url } = await startPostgres({ dataDir, durable: false })
    await startRedis({ dataDir })
    process.stdout.write(url)
    setInterval(() => undefined, 1000)`
  await build({
    stdin: { contents, resolveDir: root, loader: 'ts' },
    outfile: join(home, 'owner.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  })
  symlinkSync(join(root, 'node_modules'), join(home, 'node_modules'))
}

/** Resolves once both servers answer, or the process has ended. */
export async function ownerOf(home: string, dataDir: string): Promise<ChildProcess> {
  const owner = spawn(process.execPath, [join(home, 'owner.mjs'), dataDir], { stdio: ['ignore', 'pipe', 'ignore'] })
  owners.push(owner)
  await Promise.race([once(owner.stdout, 'data'), once(owner, 'exit')])
  return owner
}

export async function kill(owner: ChildProcess): Promise<void> {
  owner.kill('SIGKILL')
  await once(owner, 'exit')
}

export function killOwners(): void {
  for (const owner of owners.splice(0)) owner.kill('SIGKILL')
}

/** The shells that wait for an owner to end, so as to end this process. */
export function guardsOf(pid: number): number[] {
  return processes().filter((guard) => new RegExp(`read _; kill -\\w+ ${pid}\\b`).test(commandOf(guard)))
}

/** Postgres and Redis live in their folders, their children too. */
export function processesIn(folder: string): number[] {
  return processes().filter((pid) => {
    try {
      return readlinkSync(`/proc/${pid}/cwd`).startsWith(folder)
    } catch {
      return false
    }
  })
}

/** Empty when the process has ended. */
export function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}

function processes(): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0)
}
