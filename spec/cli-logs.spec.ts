import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable, Writable } from 'node:stream'
import { afterAll, describe, expect, it } from 'vitest'
import { askedBy } from '../src/ops/log-filter'
import { showLogs } from '../src/ops/logs'

const folder = mkdtempSync(join(tmpdir(), 'logs-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const request = (fields: Record<string, unknown>) =>
  JSON.stringify({
    severity_text: 'INFO',
    timestamp: '2026-11-22T08:15:30.125Z',
    'http.request.method': 'GET',
    'http.route': '/mppeep/personnel',
    'http.response.status_code': 200,
    duration_ms: 12.5,
    'cf.ray': null,
    'request.id': 'r-0',
    'event.name': 'http.server.request',
    ...fields,
  })

const lines = [
  request({ 'request.id': 'r-1' }),
  request({ 'request.id': 'r-2', 'http.response.status_code': 503, duration_ms: 2_003 }),
  request({ 'request.id': 'r-3', 'http.route': '/mppeep/personnel/:id', 'http.response.status_code': 404 }),
  request({ 'request.id': 'r-4', 'http.route': '/mppeep/api/v1/personnel', 'cf.ray': '8d3f2e1a9b7c5d4f-ABJ' }),
  request({ 'request.id': 'r-5', 'user.id': 'u-7', duration_ms: 500 }),
  JSON.stringify({ 'event.name': 'redis.away', timestamp: '2026-11-22T08:15:31.000Z', severity_text: 'WARN' }),
]

describe('the log, filtered', () => {
  it.each([
    ['nothing', [], 'r-1 r-2 r-3 r-4 r-5 redis.away'],
    ['a class of status', ['--status', '5xx'], 'r-2'],
    ['several', ['--status', '404,5xx'], 'r-2 r-3'],
    ['a route', ['--route', '/personnel/:id'], 'r-3'],
    ['a route that ends like another', ['--route', '/personnel'], 'r-1 r-2 r-5'],
    ['a route as the log names it', ['--route', '/mppeep/api/v1/personnel'], 'r-4'],
    ['a ray, with its place', ['--ray', '8d3f2e1a9b7c5d4f-ABJ'], 'r-4'],
    ['a ray, without', ['--ray', '8d3f2e1a9b7c5d4f'], 'r-4'],
    ['a part of a ray', ['--ray', '8d3f'], ''],
    ['a request', ['--request', 'r-3'], 'r-3'],
    ['a person', ['--user', 'u-7'], 'r-5'],
    ['slower than', ['--slower', '500'], 'r-2'],
    ['an event', ['--event', 'redis.away'], 'redis.away'],
    ['a family of events', ['--event', 'redis'], 'redis.away'],
    ['two filters at once', ['--status', '404,503', '--slower', '1000'], 'r-2'],
  ])('by %s', async (_what, args, wanted) => {
    const { text, read } = await show(lines, [...args, '--json'])
    const found = text.trimEnd().split('\n').filter(Boolean)
    const named = found.map((line) => JSON.parse(line)).map((line) => line['request.id'] ?? line['event.name'])
    expect(named.join(' ')).toBe(wanted)
    expect(read).toMatchObject({ lines: 6, shown: found.length })
    // as they came
    for (const line of found) expect(lines).toContain(line)
  })

  it('by slowness, without the streams, which last as long as somebody looks', async () => {
    const stream = request({ 'request.id': 'r-6', 'http.route': '/mppeep/live', duration_ms: 600_000 })
    expect((await show([stream, ...lines], ['--slower', '500', '--json'])).text).not.toContain('r-6')
    expect((await show([stream, ...lines], ['--route', '/live', '--json'])).text).toContain('r-6')
  })

  it.each([
    ['--status', '600'],
    ['--status', '5x'],
    ['--slower', 'lent'],
    ['--unknown', 'x'],
    ['one', 'two'],
  ])('refuses %s %s and says how to ask', (...args) => {
    expect(() => askedBy(args)).toThrow(
      expect.objectContaining({ name: 'Refusal', message: expect.stringContaining('--status') }),
    )
  })
})

describe('a line for people', () => {
  it('says time, level and event first, and leaves out what says nothing', async () => {
    const { text } = await show([lines[4]!], [])
    expect(text).toMatch(/^08:15:30\.125 INFO http\.server\.request http\.request\.method=GET /)
    expect(text).toContain(' duration_ms=500 ')
    expect(text).not.toContain('cf.ray')
  })

  it('cannot command the terminal', async () => {
    const { text } = await show([request({ 'url.path': '/\u001b[2J\n\u009b2J' })], [])
    expect(text).toContain('url.path=/\\u001b[2J\\u000a\\u009b2J')
    expect(text).toMatch(/^[^\u0000-\u001f\u007f-\u009f]+\n$/)
  })
})

describe('what comes in', () => {
  it('may have lines that are not of the log, a name before each line, no end to the last, and cut characters', async () => {
    const bytes = Buffer.from(`hello\n{"cut\n\nsite-1  | ${request({ 'user.id': 'é€' })}\n${lines[1]}`)
    const cut = Readable.from([...bytes].map((byte) => Buffer.of(byte)))
    const { text, read } = await showFrom(cut, [])
    expect(text.split('\n')).toHaveLength(3)
    expect(text).toContain('user.id=é€')
    expect(read).toEqual({ lines: 4, shown: 2, unreadable: 2 })
  })

  it('is shown at once, before the next line is there', async () => {
    const input = new PassThrough()
    const said: string[] = []
    const done = showLogs(askedBy([]), input, writable(said))
    input.write(`${lines[0]}\n`)
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(said.join('')).toContain('r-1')
    input.end()
    expect(await done).toMatchObject({ shown: 1 })
  })

  it('takes no more memory when it is long: one endless line, two hundred thousand others', async () => {
    const chunk = Buffer.from(`${lines[0]}\n`.repeat(2_000))
    async function* plenty() {
      for (let i = 0; i < 200; i++) yield Buffer.alloc(1_000_000, 120)
      yield Buffer.from('\n')
      for (let i = 0; i < 100; i++) yield chunk
    }
    const before = process.memoryUsage().rss
    const sink = new Writable({ write: (_part, _encoding, done) => setImmediate(done) })
    const read = await showLogs(askedBy(['--status', '503']), Readable.from(plenty()), sink)
    expect(read).toEqual({ lines: 200_001, shown: 0, unreadable: 1 })
    expect(process.memoryUsage().rss - before).toBeLessThan(120e6)
  })
})

describe('npm run cli -- logs', { timeout: 60_000 }, () => {
  it('reads a file, or a pipe, without opening the house', async () => {
    const file = join(folder, 'access.log')
    writeFileSync(file, `${lines.join('\n')}\nnot one\n`)
    // an address where there is no Postgres
    const env = { DATABASE_URL: 'postgres://nobody@127.0.0.1:9/none', REDIS_URL: 'redis://127.0.0.1:9' }
    const [fromFile, fromPipe, missing] = await Promise.all([
      cli(['logs', file, '--status', '5xx'], env),
      cli(['logs', '--slower', '400'], env, lines.join('\n')),
      cli(['logs', join(folder, 'none.log')], env),
    ])
    expect(fromFile).toMatchObject({ code: 0, err: '1 sur 7 lignes, dont 1 illisibles passées.\n' })
    expect(fromFile.out).toMatch(/^08:15:30\.125 INFO .* request\.id=r-2/)
    expect(fromPipe).toMatchObject({ code: 0, err: '' })
    expect(fromPipe.out.trimEnd().split('\n')).toHaveLength(2)
    expect(missing).toMatchObject({ code: 1, out: '', err: expect.stringMatching(/^Le fichier .*none\.log .*ENOENT/) })
  })
})

function show(given: string[], args: string[]) {
  return showFrom(Readable.from([Buffer.from(`${given.join('\n')}\n`)]), args)
}

async function showFrom(input: Readable, args: string[]) {
  const said: string[] = []
  const read = await showLogs(askedBy(args), input, writable(said))
  return { text: said.join(''), read }
}

function writable(said: string[]): Writable {
  return new Writable({
    write(part, _encoding, done) {
      said.push(String(part))
      done()
    },
  })
}

async function cli(args: string[], env: Record<string, string>, input = '') {
  const child = spawn(process.execPath, ['src/door.mjs', 'cli', ...args], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, DATA_DIR: join(folder, 'data'), ...env },
    stdio: 'pipe',
  })
  const text = { out: '', err: '' }
  child.stdout.on('data', (part) => (text.out += part))
  child.stderr.on('data', (part) => (text.err += part))
  child.stdin.on('error', () => undefined).end(input)
  const [code] = await once(child, 'close')
  return { code, ...text }
}
