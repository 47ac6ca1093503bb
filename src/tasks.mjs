import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, constants, readdirSync, watch } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { build, root } from './build.mjs'

/** The site, built and started again whenever a file changes. A file that does not build leaves the last good one running. */
export async function dev(args) {
  const env = { LOG_FORMAT: 'pretty', ...process.env }
  let site = null
  let ending = false
  const restart = async () => {
    if (!(await built())) return
    await end(site)
    if (!ending) site = tool('src/run.mjs', ['main', ...args], { stdio: 'inherit', env })
  }
  const stop = async (patience) => {
    ending = true
    await Promise.race([ended(site), delay(patience)])
    await end(site)
    process.exit(0)
  }
  // Ctrl-C has told the site as well, which would take a second word for « at once »
  process.on('SIGINT', () => stop(5_000)).on('SIGTERM', () => stop(0))
  await restart()
  let timer
  let last = Promise.resolve()
  watchFolders(() => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      last = last.then(restart)
    }, 100)
  })
}

/** Every spec, or those named. The last line is the count. */
export async function test(args) {
  await build()
  sayWhatIsMissing()
  const folder = await mkdtemp(join(tmpdir(), 'mppeep-test-'))
  const report = join(folder, 'report.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const vitest = tool('node_modules/vitest/vitest.mjs', ['run', ...reporters, ...args], { stdio: 'inherit' })
  // Ctrl-C has told vitest as well; its end is awaited for the count
  process.on('SIGINT', () => undefined).on('SIGTERM', () => vitest.kill('SIGTERM'))
  const code = await codeOf(vitest)
  const counts = await countsOf(report)
  await rm(folder, { recursive: true })
  for (const name of counts.again) process.stdout.write(`passed at the second attempt only: ${name}\n`)
  process.stdout.write(`\n${sentenceOf(counts, code)}\n`)
  process.exit(code)
}

const known = join(root, 'node_modules/.cache/types.tsbuildinfo')

/** Format, lint, types and architecture, at once; only what fails is shown. */
export async function check() {
  const began = performance.now()
  const results = await Promise.all([
    quietly('biome', 'node_modules/@biomejs/biome/bin/biome', ['check', '.']),
    // what has not changed since the last time is not read again
    quietly('types', 'node_modules/typescript/bin/tsc', ['-p', '.', '--incremental', '--tsBuildInfoFile', known]),
    quietly('architecture', 'node_modules/vitest/vitest.mjs', ['run', '--project=bare', '--reporter=dot']),
  ])
  for (const { name, output } of results.filter(({ code }) => code !== 0)) process.stdout.write(`${name}\n${output}\n`)
  const failed = results.filter(({ code }) => code !== 0).map(({ name }) => name)
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  process.stdout.write(
    failed.length === 0 ? `check: ok (${seconds} s)\n` : `check: ${failed.join(', ')} failed (${seconds} s)\n`,
  )
  process.exit(failed.length === 0 ? 0 : 1)
}

async function built() {
  try {
    await build()
    return true
  } catch (error) {
    // what does not build is already on the screen, in esbuild's words
    if (!error.errors) process.stderr.write(`${error.stack}\n`)
    return false
  }
}

/** Folder by folder: Node's own recursive watch loses a file that is replaced, which is how many editors save. */
function watchFolders(changed) {
  const watched = new Set()
  const watchNew = () => {
    const tops = ['src', 'components', 'public', 'sql'].map((folder) => join(root, folder))
    const within = tops.flatMap((top) => readdirSync(top, { recursive: true, withFileTypes: true }))
    const folders = within.filter((entry) => entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name))
    for (const folder of [...tops, ...folders].filter((one) => !watched.has(one))) {
      watched.add(folder)
      const watcher = watch(folder, () => {
        changed()
        watchNew()
      })
      watcher.on('error', () => watched.delete(folder))
    }
  }
  watchNew()
}

function tool(script, args, options) {
  return spawn(process.execPath, [join(root, script), ...args], { cwd: root, ...options })
}

async function end(child) {
  child?.kill('SIGTERM')
  await ended(child)
}

async function ended(child) {
  if (child && child.exitCode === null && child.signalCode === null) await once(child, 'exit')
}

async function codeOf(child) {
  const [code] = await once(child, 'close')
  return code ?? 1
}

async function quietly(name, script, args) {
  const child = tool(script, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, MPPEEP_NO_DATABASE: '1' },
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text))
  return { name, code: await codeOf(child), output }
}

function sayWhatIsMissing() {
  if (!onPath('redis-server', 'valkey-server')) {
    process.stdout.write('No redis-server or valkey-server on PATH: the specs that need one are skipped.\n')
  }
  if (
    !process.env.CHROMIUM_PATH &&
    !onPath('chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome')
  ) {
    process.stdout.write('No Chromium (CHROMIUM_PATH, or chromium on PATH): the browser specs are skipped.\n')
  }
}

function onPath(...names) {
  const folders = (process.env.PATH ?? '').split(delimiter)
  return folders.some((folder) => names.some((name) => isExecutable(join(folder, name))))
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

async function countsOf(report) {
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(
      await readFile(report, 'utf8'),
    )
    // a file that could not even be read has no tests, and counts for one that failed
    const unread = testResults.filter(
      ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
    ).length
    const again = testResults
      .flatMap(({ assertionResults }) => assertionResults)
      .filter(({ status, failureMessages }) => status === 'passed' && failureMessages.length > 0)
      .map(({ fullName }) => fullName)
    return { passed: numPassedTests, failed: numFailedTests + unread, skipped: numPendingTests + numTodoTests, again }
  } catch {
    return { passed: 0, failed: 0, skipped: 0, again: [] }
  }
}

function sentenceOf({ passed, failed, skipped }, code) {
  // an error outside every test fails the run as well
  const wrong = code !== 0 && failed === 0 ? 1 : failed
  return `${passed} passed, ${wrong} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}
