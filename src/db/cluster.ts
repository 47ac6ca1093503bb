import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs'
import { readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Refusal } from '../lib/refusal'
import type { Program } from './binaries'

/** Where everything of one data folder is. */
export type Place = { data: string; cluster: string; sockets: string; log: string }

/** Makes the cluster beside its place and then renames it: a first start that was interrupted leaves nothing half made. */
export async function createCluster(
  programs: { initdb: Program; postgres: Program },
  place: Place,
  durable: boolean,
): Promise<void> {
  for (const name of await readdir(place.data)) {
    if (name.startsWith(unfinished)) await rm(join(place.data, name), { recursive: true, force: true })
  }
  const fresh = join(place.data, `${unfinished}${process.pid}-${Date.now()}`)
  const characters = process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8'
  const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', `--lc-ctype=${characters}`]
  const initdb = ['-D', fresh, '-U', 'postgres', '-A', 'trust', '--encoding=UTF8', '--no-instructions', ...locale]
  await complete(programs.initdb, durable ? initdb : [...initdb, '--no-sync'], place)
  const single = ['--single', '-j', '-D', fresh, ...(durable ? [] : ['-F']), 'template1']
  await complete(programs.postgres, single, place, 'create database mppeep strategy file_copy\n')
  await rename(fresh, place.cluster)
}

/** The arguments of a server for one small site. What it writes in its log names no row: values in there would be personal data. */
export function serverArguments(place: Place, durable: boolean): string[] {
  const settings = [
    ...[
      'listen_addresses=',
      'port=5432',
      `unix_socket_directories=${quoted(place.sockets)}`,
      'unix_socket_permissions=0700',
    ],
    // specs: many sites on one server
    ...[
      `max_connections=${durable ? 40 : 150}`,
      'shared_buffers=32MB',
      'effective_cache_size=256MB',
      'max_wal_size=256MB',
      'jit=off',
    ],
    // fewer processes: no readers ahead, no parallel workers, no replication
    ...['io_method=sync', 'max_parallel_workers_per_gather=0', 'max_logical_replication_workers=0'],
    ...['log_error_verbosity=terse', 'log_min_error_statement=panic', 'log_checkpoints=off', 'log_timezone=UTC'],
    ...(durable ? [] : ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'autovacuum=off']),
  ]
  return ['-D', place.cluster, ...settings.flatMap((setting) => ['-c', setting])]
}

function quoted(folder: string): string {
  return `"${folder.replaceAll('"', '""')}"`
}

/** Starts a program of Postgres; what it says goes to the end of the log, which is emptied when it has grown. */
export function run(program: Program, args: string[], place: Place, stdin: 'pipe' | 'ignore'): ChildProcess {
  if ((statSync(place.log, { throwIfNoEntry: false })?.size ?? 0) > 5_000_000) truncateSync(place.log)
  const log = openSync(place.log, 'a', 0o600)
  // its time zone and language are not those of whoever starts us
  const child = spawn('env', ['TZ=UTC', 'LC_ALL=C', program.command, ...program.before, ...args], {
    stdio: [stdin, log, log],
    // out of the terminal's group: Ctrl-C is for the site, which then ends Postgres
    detached: true,
    ...program.account,
  })
  // a program that cannot be run counts as one that ended at once
  child.on('error', () => undefined)
  closeSync(log)
  return child
}

/** Why Postgres ended, in its own words. */
export function lastWords(place: Place): string {
  const word = /^.*?(FATAL|PANIC|error|^postgres|^env|^unshare):/
  const lines = readLog(place).split('\n')
  const reason = lines.findLast((line) => word.test(line)) ?? ''
  return reason.replace(word, '').trim()
}

export function failure(place: Place): Refusal {
  return new Refusal(`Le Postgres intégré n’a pas démarré (${lastWords(place)})\u202f; son journal est ${place.log}.`)
}

const unfinished = 'postgres.new-'

async function complete(program: Program, args: string[], place: Place, input = ''): Promise<void> {
  const child = run(program, args, place, 'pipe')
  child.stdin?.on('error', () => undefined)
  child.stdin?.end(input)
  const code = await new Promise((resolve) => child.once('close', resolve))
  if (code !== 0) throw failure(place)
}

function readLog(place: Place): string {
  try {
    return readFileSync(place.log, 'utf8')
  } catch {
    return ''
  }
}
