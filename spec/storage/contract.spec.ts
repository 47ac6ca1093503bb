import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Store } from '../../src/storage/storage'
import { type Bucket, openBucket } from '../support/s3'

const keys = { key: 'AKIDEXAMPLE', secret: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY', region: 'eu-west-3' }
const folder = mkdtempSync(join(tmpdir(), 'store-'))
const stores = new Map<string, Store>()
let bucket: Bucket
let door: typeof import('../../src/storage/storage')

beforeAll(async () => {
  process.env.DATA_DIR = folder
  bucket = await openBucket(keys)
  door = await import('../../src/storage/storage')
  const { folderStore } = await import('../../src/storage/folder')
  const { placeOfUrl, s3Store } = await import('../../src/storage/s3')
  const url = `s3://${keys.key}:${encodeURIComponent(keys.secret)}@127.0.0.1:${bucket.port}/files/a/b?region=eu-west-3&tls=false`
  stores.set('a folder', folderStore(join(folder, 'files'))).set('a bucket', s3Store(placeOfUrl(url)))
  stores.set('a bucket of others', s3Store({ ...placeOfUrl(url), secret: 'another' }))
})
afterAll(async () => {
  await bucket.close()
  rmSync(folder, { recursive: true, force: true })
})

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex')
const all = async (store: Store) => {
  const found: { hash: string; bytes: number; at: Date }[] = []
  for await (const one of store.list()) found.push(one)
  return found.sort((a, b) => (a.hash < b.hash ? -1 : 1))
}
const incoming = () => readdirSync(join(folder, 'files', 'incoming'))

describe.each(['a folder', 'a bucket'])('%s', (name) => {
  const put = (text: string) => door.put([Buffer.from(text.slice(0, 2)), Buffer.from(text.slice(2))], stores.get(name)!)
  const readOf = async (hash: string, range?: { start: number; end: number }) => {
    const from = await stores.get(name)!.read(hash, range)
    return from && (await door.readWhole(from)).toString()
  }

  it('keeps what comes under the hash of it, and gives it back whole or in part', async () => {
    const store = stores.get(name)!
    expect(await put('bonjour')).toEqual({ hash: hashOf('bonjour'), bytes: 7 })
    expect(await readOf(hashOf('bonjour'))).toBe('bonjour')
    expect(await readOf(hashOf('bonjour'), { start: 3, end: 5 })).toBe('jou')
    expect([await store.has(hashOf('bonjour')), await store.has(hashOf('rien'))]).toEqual([true, false])
    expect(await readOf(hashOf('rien'))).toBeNull()
    expect(incoming()).toEqual([])
  })

  it('has the same content once, also of ten at once', async () => {
    await Promise.all(Array.from({ length: 10 }, () => put('deux fois')))
    expect((await all(stores.get(name)!)).filter(({ hash }) => hash === hashOf('deux fois'))).toHaveLength(1)
    expect(incoming()).toEqual([])
  })

  it('lists all there is, with its size and time, and removes', async () => {
    const store = stores.get(name)!
    for (const text of ['un', 'deux', 'trois', 'quatre', 'cinq']) await put(text)
    const listed = await all(store)
    expect(listed.map(({ hash }) => hash)).toEqual(
      ['bonjour', 'deux fois', 'un', 'deux', 'trois', 'quatre', 'cinq'].map(hashOf).sort(),
    )
    for (const { bytes, at } of listed) {
      expect(bytes).toBeGreaterThan(1)
      expect(Math.abs(Date.now() - at.getTime())).toBeLessThan(60_000)
    }
    for (const { hash } of listed) await store.remove(hash)
    await store.remove(hashOf('rien'))
    expect(await all(store)).toEqual([])
  })

  it('keeps nothing of what is cut short', async () => {
    const cut = (async function* () {
      yield Buffer.from('le début')
      throw new Error('cut')
    })()
    await expect(door.put(cut, stores.get(name)!)).rejects.toThrow('cut')
    expect([await all(stores.get(name)!), incoming()]).toEqual([[], []])
  })
})

it('a folder is for the site’s own user only', async () => {
  const { hash } = await door.put([Buffer.from('secret')], stores.get('a folder')!)
  const place = join(folder, 'files', hash.slice(0, 2))
  expect((statSync(place).mode & 0o777).toString(8)).toBe('700')
  expect((statSync(join(place, hash.slice(2))).mode & 0o777).toString(8)).toBe('600')
})

it('a bucket refuses who does not have its secret, and what is not what was signed', async () => {
  await expect(door.put([Buffer.from('x')], stores.get('a bucket of others')!)).rejects.toMatchObject({
    kind: 'unavailable',
  })
  expect(bucket.objects.size).toBe(0)
})

it('a bucket that is away is an outage, and nothing waits on the disk', async () => {
  bucket.away = true
  await expect(door.put([Buffer.from('x')], stores.get('a bucket')!)).rejects.toMatchObject({ kind: 'unavailable' })
  await expect(stores.get('a bucket')!.read(hashOf('x'))).rejects.toMatchObject({ kind: 'unavailable' })
  bucket.away = false
  expect(incoming()).toEqual([])
})

it('signs as the example of AWS does', async () => {
  const { signed } = await import('../../src/storage/signature')
  // « Example: GET Object », Authenticating Requests: Using the Authorization Header
  const example = {
    key: 'AKIAIOSFODNN7EXAMPLE',
    secret: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    region: 'us-east-1',
  }
  const { authorization } = signed(
    example,
    {
      method: 'GET',
      host: 'examplebucket.s3.amazonaws.com',
      path: '/test.txt',
      query: {},
      headers: { range: 'bytes=0-9' },
      payload: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    },
    new Date('2013-05-24T00:00:00Z'),
  )
  expect(authorization).toContain('Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41')
})
