import { get } from 'node:http'
import { brotliCompressSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Edge, startEdge } from '../support/edge'
import { type Answer, startToyOrigin, type ToyOrigin } from './toy-origin'

const answers: Record<string, Answer> = {
  '/page': (_, response) => response.end('<h1>Accueil</h1>'),
  '/bare.xlsx': (request, response) => response.end(`feuille de ${request.headers.cookie}`),
  '/BARE.CSV': (_, response) => response.end('a;b'),
  '/private.xlsx': (_, response) => response.writeHead(200, { 'cache-control': 'private' }).end('feuille'),
  '/no-store.xlsx': (_, response) => response.writeHead(200, { 'cache-control': 'no-store' }).end('feuille'),
  '/no-cache.pdf': (_, response) => response.writeHead(200, { 'cache-control': 'no-cache' }).end('acte'),
  '/cookie.css': (_, response) => response.writeHead(200, { 'set-cookie': 'a=b' }).end('css'),
  '/app.1a2b.css': (_, response) =>
    response
      .writeHead(200, {
        'cache-control': 'public, max-age=31536000, immutable',
        'content-encoding': 'br',
        etag: '"1a2b"',
      })
      .end(brotliCompressSync('body{}')),
  '/lost.css': (_, response) => response.writeHead(404).end('perdu'),
  '/broken.css': (_, response) => response.writeHead(500).end('panne'),
  '/silent': () => {},
  '/live': (_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' }).write('data: un\n\n')
  },
}

let origin: ToyOrigin
let edge: Edge

beforeEach(async () => {
  origin = await startToyOrigin((request, response) => answers[request.url.split('?', 1)[0]!]!(request, response))
  edge = await startEdge({ origin: origin.url })
})

afterEach(async () => {
  await edge.stop()
  await origin.stop()
})

async function visit(path: string, headers: Record<string, string> = {}, method = 'GET') {
  const answer = await fetch(edge.url + path, { headers, method })
  return { answer, text: await answer.text(), cache: answer.headers.get('cf-cache-status') }
}

describe('the cache of the stand-in edge', () => {
  it('serves to a stranger the export that forgot its Cache-Control', async () => {
    await visit('/bare.xlsx', { cookie: 'session_id=awa' })
    const stranger = await visit('/bare.xlsx')
    expect(stranger).toMatchObject({ cache: 'HIT', text: 'feuille de session_id=awa' })
    expect(origin.seen).toHaveLength(1)
    expect(edge.cacheEntries()).toMatchObject([{ status: 200, seconds: 7200 }])
  })

  it('goes by the extension in any case, whatever follows the path, each query apart', async () => {
    expect(
      [await visit('/BARE.CSV?p=1'), await visit('/BARE.CSV?p=1'), await visit('/BARE.CSV?p=2')].map((v) => v.cache),
    ).toEqual(['MISS', 'HIT', 'MISS'])
  })

  it.each(['/private.xlsx', '/no-store.xlsx', '/cookie.css'])(
    'keeps nothing of %s, which says so or sets a cookie',
    async (path) => {
      expect([await visit(path), await visit(path)].map((v) => v.cache)).toEqual(['BYPASS', 'BYPASS'])
      expect(edge.cacheEntries()).toEqual([])
    },
  )

  it('stores what says no-cache, and asks again each time', async () => {
    expect([await visit('/no-cache.pdf'), await visit('/no-cache.pdf')].map((v) => v.cache)).toEqual([
      'MISS',
      'EXPIRED',
    ])
    expect(edge.cacheEntries()).toHaveLength(1)
    expect(origin.seen).toHaveLength(2)
  })

  it('never keeps a page, nor the answer to a POST', async () => {
    await visit('/page')
    expect((await visit('/page')).cache).toBe('DYNAMIC')
    expect((await visit('/bare.xlsx', {}, 'POST')).cache).toBe('DYNAMIC')
    expect(edge.cacheEntries()).toEqual([])
  })

  it('keeps a bare 404 for three minutes and a 500 not at all', async () => {
    await visit('/lost.css')
    expect((await visit('/lost.css')).answer.status).toBe(404)
    await visit('/broken.css')
    expect((await visit('/broken.css')).cache).toBe('MISS')
    expect(edge.cacheEntries()).toMatchObject([{ status: 404, seconds: 180 }])
  })

  it('serves a hashed file from its cache, also to who reads no brotli or has it already', async () => {
    expect(await visit('/app.1a2b.css', { 'accept-encoding': 'br' })).toMatchObject({ cache: 'MISS', text: 'body{}' })
    const plain = await visit('/app.1a2b.css', { 'accept-encoding': 'identity' })
    expect(plain).toMatchObject({ cache: 'HIT', text: 'body{}' })
    expect(plain.answer.headers.get('content-encoding')).toBeNull()
    expect(plain.answer.headers.get('etag')).toBe('W/"1a2b"')
    expect((await visit('/app.1a2b.css', { 'if-none-match': '"1a2b"' })).answer.status).toBe(304)
    expect(origin.seen).toHaveLength(1)
  })

  it('asks for the whole file when it is asked for its headers or a part', async () => {
    await visit('/bare.xlsx', { range: 'bytes=0-1', 'if-none-match': '"x"' }, 'HEAD')
    expect(origin.seen).toMatchObject([{ method: 'GET' }])
    expect(origin.seen[0]!.headers).not.toHaveProperty('range')
    expect(origin.seen[0]!.headers).not.toHaveProperty('if-none-match')
  })
})

describe('the headers of the stand-in edge', () => {
  it('tells the origin who asks, over what the client claims', async () => {
    const { answer } = await visit('/page', {
      'x-test-client': '2001:db8::7',
      'cf-connecting-ip': '198.51.100.6',
      'cf-ray': 'forged',
      'cf-ipcountry': 'XX',
      'x-forwarded-proto': 'http',
      'x-forwarded-for': '198.51.100.6',
    })
    const { headers } = origin.seen[0]!
    expect(headers).toMatchObject({
      'cf-connecting-ip': '2001:db8::7',
      'cf-ipcountry': 'CI',
      'cf-visitor': '{"scheme":"https"}',
      'x-forwarded-proto': 'https',
      'x-forwarded-for': '198.51.100.6, 2001:db8::7',
      'accept-encoding': 'br, gzip',
    })
    expect(headers['cf-ray']).toMatch(/^[0-9a-f]{16}-[A-Z]{3}$/)
    expect(headers['cf-ray']).toBe(answer.headers.get('cf-ray'))
    expect(headers).not.toHaveProperty('x-test-client')
  })

  it('calls the origin by the public name and country when they are given', async () => {
    const named = await startEdge({ origin: origin.url, host: 'mppeep.example', country: 'FR' })
    await fetch(`${named.url}/page`)
    await named.stop()
    expect(origin.seen[0]!.headers).toMatchObject({ host: 'mppeep.example', 'cf-ipcountry': 'FR' })
  })

  it('carries a body to the origin', async () => {
    await fetch(`${edge.url}/page`, { method: 'POST', body: 'nom=KONÉ' })
    expect(origin.seen[0]).toMatchObject({ method: 'POST', body: 'nom=KONÉ' })
  })
})

describe('the patience of the stand-in edge', () => {
  const hurry = async () => {
    await edge.stop()
    edge = await startEdge({ origin: origin.url, deadline: 200 })
  }

  it('answers 524 for an origin that stays silent', async () => {
    await hurry()
    expect((await visit('/silent')).answer.status).toBe(524)
  })

  it('answers 502 for an origin that is away', async () => {
    await origin.stop()
    expect((await visit('/page')).answer.status).toBe(502)
  })

  it('passes an event on as it comes, and cuts when no more come', async () => {
    await hurry()
    const heard = await new Promise<{ first: string; cut: boolean }>((resolve, reject) => {
      get(`${edge.url}/live`, (answer) => {
        let first = ''
        answer.on('data', (chunk) => {
          first += chunk
        })
        answer.on('error', () => resolve({ first, cut: true }))
        answer.on('end', () => resolve({ first, cut: false }))
      }).on('error', reject)
    })
    expect(heard).toEqual({ first: 'data: un\n\n', cut: true })
  })
})
