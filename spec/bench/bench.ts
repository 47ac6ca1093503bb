import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { build } from '../../src/build.mjs'
import { startRedis } from '../../src/redis/local'
import { casesFor } from './cases'
import { fill, openDatabase } from './database'
import { startFloor } from './floor'
import { type Measure, measure } from './measure'
import { memoryOf } from './processes'
import { inWords, type Report } from './report'
import { startSite } from './site'

/**
 * `npm run bench`: how fast the site is beside the least that a server can do, everything on this machine and in one run.
 * `-- --large`: ten times as many people. `--json`: for programs. `--only=list`: the cases whose name has that in it.
 * `--profile=folder`: the site writes a CPU profile there.
 */
const { values: asked } = parseArgs({
  options: {
    large: { type: 'boolean' },
    json: { type: 'boolean' },
    only: { type: 'string' },
    profile: { type: 'string' },
  },
})
const root = fileURLToPath(new URL('..', import.meta.url))
const people = asked.large ? 200_000 : 20_000
/** What is to be put away in the end, the last opened first. */
const opened: (() => Promise<unknown>)[] = []
let away: Promise<void> | undefined

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => void putAway().finally(() => process.exit(130)))
}
try {
  const report = await run()
  process.stdout.write(`${asked.json ? JSON.stringify(report, null, 2) : `\n${inWords(report)}`}\n`)
} finally {
  await putAway()
}

async function run(): Promise<Report> {
  const folder = await keep(mkdtemp(join(tmpdir(), 'bench-')), (path) =>
    rm(path, { recursive: true, force: true, maxRetries: 20 }),
  )
  say('build')
  await build()
  say(`Postgres, ${people.toLocaleString('en')} people`)
  const database = await keep(openDatabase(folder), ({ stop }) => stop())
  await fill(database, join(root, 'sql/migrations'), { people, absences: 5 * people, evaluations: 3 * people })
  const redis = await keep(startRedis({ dataDir: folder }), async (started) => started?.stop())
  if (!redis) throw new Error('The bench needs a redis-server or a valkey-server on PATH.')
  const floor = await keep(startFloor(root), ({ stop }) => stop())
  const profile = asked.profile ? resolve(asked.profile) : null
  const site = await keep(
    startSite({ root, folder, databaseUrl: database.url, redisUrl: redis.url, profile }),
    ({ stop }) => stop(),
  )

  const cases = await casesFor(site, database.sql, root)
  await delay(2_000)
  const idle = memoryOf(site.pid)
  const measures: Measure[] = []
  for (const one of cases.filter(({ name }) => name.includes(asked.only ?? ''))) {
    say(one.name)
    measures.push(await measure(one, { site, floor, postgres: database.pid }))
  }
  const pages = measures.filter(({ name }) => name !== 'sign-in')
  const most = pages.map(({ memory }) => memory).reduce((a, b) => (a === null || b === null ? null : Math.max(a, b)), 0)
  const signIns = measures.find(({ name }) => name === 'sign-in')?.memory ?? null
  return { people, cases: measures, memory: { idle, most, signIns } }
}

/** What is being opened will be put away too, even when we are interrupted before it is open. */
function keep<T>(opening: Promise<T>, close: (open: T) => Promise<unknown>): Promise<T> {
  opened.push(() => opening.then(close, () => undefined))
  return opening
}

function say(step: string): void {
  process.stderr.write(`bench: ${step}\n`)
}

function putAway(): Promise<void> {
  away ??= (async () => {
    for (const close of opened.splice(0).reverse()) await close()
  })()
  return away
}
