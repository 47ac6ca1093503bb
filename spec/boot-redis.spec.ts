import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { createClient } from 'redis'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type LocalRedis, startRedis } from '../src/redis/local'
import { buildOwner, commandOf, guardsOf, kill, killOwners, onLinux, ownerOf, processesIn } from './support/owner'

const home = mkdtempSync(join(tmpdir(), 'boot-redis-'))
const dataDir = join(home, 'data')
const folders = (process.env.PATH ?? '').split(delimiter)
const redisIsHere = ['redis-server', 'valkey-server'].some((name) =>
  folders.some((folder) => existsSync(join(folder, name))),
)

/** What a test started, ended after it even when it fails. */
const running: LocalRedis[] = []

beforeAll(() => buildOwner(home))

afterEach(async () => {
  vi.unstubAllEnvs()
  await Promise.all(running.splice(0).map((server) => server.stop()))
  killOwners()
})

afterAll(() => rmSync(home, { recursive: true, force: true, maxRetries: 20 }))

describe.skipIf(!redisIsHere)('the Redis of this machine', () => {
  it('keeps what it is told within its bounds, on a socket, and is shared by two of ours', async () => {
    const first = await redis()
    const second = await redis()
    expect(second.url).toBe(first.url)
    await say(first.url, async (client) => {
      expect(
        await client.configGet(['port', 'maxmemory', 'maxmemory-policy', 'appendonly', 'save', 'unixsocketperm']),
      ).toMatchObject({
        port: '0',
        maxmemory: '268435456',
        'maxmemory-policy': 'allkeys-lru',
        appendonly: 'yes',
        save: '',
        unixsocketperm: '700',
      })
      await client.set('said', 'first')
    })
    await second.stop()
    expect(await say(first.url, (client) => client.get('said'))).toBe('first')
  })

  it.runIf(onLinux)('ends with its owner, and starts again with what it kept', async () => {
    await kill(await ownerOf(home, dataDir))
    const { url, stop } = await redis()
    expect(await say(url, (client) => client.get('said'))).toBe('first')
    await stop()
    expect(processesIn(join(dataDir, 'redis'))).toEqual([])
  })

  it.runIf(onLinux)('ends the server that a killed owner left behind, then starts', async () => {
    const owner = await ownerOf(home, dataDir)
    const left = Number(readFileSync(join(dataDir, 'redis', 'redis.pid'), 'utf8'))
    for (const pid of guardsOf(left)) process.kill(pid, 'SIGKILL')
    await kill(owner)
    expect(commandOf(left)).not.toBe('')
    const { url } = await redis()
    expect(commandOf(left)).toBe('')
    expect(await say(url, (client) => client.ping())).toBe('PONG')
  })

  it('forgets what it cannot read, and starts', async () => {
    const folder = join(dataDir, 'redis', 'appendonlydir')
    writeFileSync(join(folder, 'appendonly.aof.manifest'), 'not a manifest\n')
    const { url } = await redis()
    expect(await say(url, (client) => client.get('said'))).toBeNull()
  })

  it('is null when there is none on PATH', async () => {
    vi.stubEnv('PATH', home)
    expect(await startRedis({ dataDir })).toBeNull()
  })
})

async function redis(): Promise<LocalRedis> {
  const server = await startRedis({ dataDir })
  if (!server) throw new Error('redis-server is on PATH and did not start')
  running.push(server)
  return server
}

async function say<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = connectionTo(url)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.close()
  }
}

type Client = ReturnType<typeof connectionTo>

function connectionTo(url: string) {
  return createClient({ url })
}
