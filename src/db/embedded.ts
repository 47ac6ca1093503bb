import type { ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chown, readFile, realpath, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { type Ending, ended, endOrphan, keepRunning } from '../lib/child'
import { Refusal } from '../lib/refusal'
import { claim, isHeld, socketFolder } from '../lib/sockets'
import { socketUrl } from './address'
import { findPostgres, type Program } from './binaries'
import { createCluster, failure, lastWords, type Place, run, serverArguments } from './cluster'

/** `url`: the owner's, in libpq's form; postgres.js takes it through `addressOf`. */
export type EmbeddedPostgres = { url: string; stop(): Promise<void> }

/**
 * The same database by the role of the site, which reads and writes rows and no more (0036_journal.sql): it is there once
 * migrations have run.
 */
export function asSite(url: string): string {
  const site = new URL(url)
  site.username = 'mppeep_app'
  return site.href
}

/** Fast shutdown, then immediate, after which the next start recovers (PostgreSQL manual, 18.5). */
const ending: Ending = [
  ['SIGINT', 3_000],
  ['SIGQUIT', 1_000],
]

/**
 * Postgres of our own in a data folder, made there the first time, with an empty database `mppeep`. It listens on a unix socket
 * that only we can open, ends with this process, and comes back by itself when it dies. `durable: false` trades safety in a
 * power cut for speed (specs). Throws a `Refusal` when another living process holds the folder.
 */
export async function startPostgres(options: { dataDir: string; durable?: boolean }): Promise<EmbeddedPostgres> {
  const durable = options.durable ?? true
  const programs = findPostgres()
  const place = await placeOf(options.dataDir)
  const release = await claim(place.sockets, 'postgres')
  if (!release)
    throw new Refusal(
      `Le dossier ${place.data} est déjà utilisé par une autre instance en marche. Arrêtez-la, ou donnez aux deux la même base par DATABASE_URL.`,
    )
  try {
    await handOver(place, programs.postgres)
    if (!existsSync(place.cluster)) await createCluster(programs, place, durable)
    const start = () => launch(programs.postgres, place, durable)
    const stop = await keepRunning({ name: 'postgres', start, ending })
    return { url: socketUrl(place.sockets, 'mppeep'), stop: () => stop().finally(release) }
  } catch (error) {
    await release()
    throw error
  }
}

/** The URL of the Postgres that a living process runs in this data folder, for the command line beside the site. */
export async function runningPostgres(dataDir: string): Promise<string | null> {
  const place = await placeOf(dataDir)
  return (await isHeld(place.sockets, 'postgres')) ? socketUrl(place.sockets, 'mppeep') : null
}

async function placeOf(dataDir: string): Promise<Place> {
  const sockets = await socketFolder(dataDir)
  const data = await realpath(dataDir)
  return { data, cluster: join(data, 'postgres'), sockets, log: join(data, 'postgres.log') }
}

async function handOver({ data, sockets }: Place, { account }: Program): Promise<void> {
  if (account) for (const folder of [data, sockets]) await chown(folder, account.uid, account.gid)
}

async function launch(program: Program, place: Place, durable: boolean): Promise<ChildProcess> {
  const deadline = performance.now() + 60_000
  await clear(place)
  for (;;) {
    const child = run(program, serverArguments(place, durable), place, 'ignore')
    if (await ready(child, place, deadline)) return child
    // the backends of a postmaster killed an instant ago: they notice, and go
    const leaving = lastWords(place).includes('still in use')
    if (!leaving || performance.now() > deadline) throw failure(place)
    await delay(100)
  }
}

/** Ends the server that a killed process left in this cluster, and takes away what says that one is running. */
async function clear(place: Place): Promise<void> {
  const left = await readStatus(place)
  if (left) await endOrphan(left.pid, place.cluster, ending)
  // the number may by now be that of another program, to which Postgres would give way
  await rm(statusFile(place), { force: true })
  await rm(join(place.sockets, '.s.PGSQL.5432.lock'), { force: true })
}

async function ready(child: ChildProcess, place: Place, deadline: number): Promise<boolean> {
  while (!ended(child) && performance.now() < deadline) {
    const status = await readStatus(place)
    if (status?.ready && status.pid === child.pid) return true
    await delay(5)
  }
  // what could not be run at all has no number: Node would kill the whole group, and us with it
  if (!ended(child)) child.kill('SIGKILL')
  return false
}

/** The first line is the process number, the eighth what `pg_ctl` waits for. */
async function readStatus(place: Place): Promise<{ pid: number; ready: boolean } | null> {
  const lines = (await readFile(statusFile(place), 'utf8').catch(() => '')).split('\n')
  const pid = Number(lines[0])
  return pid > 0 ? { pid, ready: lines[7]?.trim() === 'ready' } : null
}

function statusFile(place: Place): string {
  return join(place.cluster, 'postmaster.pid')
}
