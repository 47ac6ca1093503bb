import { request } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, expect, it } from 'vitest'
import { requestId } from '../../src/http/request-id'
import { createSite, type Site } from '../../src/http/server'
import { freePort } from '../support/site'
import { open, raw } from './raw'

let site: Site | undefined

afterEach(async () => {
  site?.server.closeAllConnections()
  await site?.stop()
})

/** The server with the site's own limits, in front of an answer that takes a while. */
async function slowSite(ms: number, lameDuck = 0): Promise<number> {
  const port = await freePort()
  Object.assign(process.env, { PORT: String(port), PUBLIC_ORIGIN: `http://localhost:${port}` })
  const { Hono } = await import('hono')
  const app = new Hono().get('*', async (c) => {
    await delay(ms)
    return c.text('done')
  })
  site = createSite({ steps: [requestId], app: app as never }, { lameDuck, onStop: () => undefined })
  return site.listen(port, '127.0.0.1')
}

const get = (port: number) =>
  new Promise<{ text: string; connection: string | undefined }>((resolve, reject) => {
    const outgoing = request(
      { port, host: '127.0.0.1', headers: { host: `localhost:${port}`, connection: 'keep-alive' } },
      (incoming) => {
        let text = ''
        incoming.on('data', (chunk) => {
          text += chunk
        })
        incoming.on('end', () => resolve({ text, connection: incoming.headers.connection }))
      },
    )
    outgoing.on('error', reject).end()
  })

it('finishes what it was asked, then closes without waiting for anybody', async () => {
  const port = await slowSite(400)
  // what a browser opens in advance, and one that is kept from an earlier page
  const idle = await open(port)
  const [asked] = [get(port), await delay(50)]
  const began = performance.now()
  await Promise.all([site!.stop(), asked.then(({ text }) => expect(text).toBe('done'))])
  expect(performance.now() - began).toBeLessThan(1_500)
  expect(
    idle.destroyed ||
      idle.readableEnded ||
      (await new Promise((resolve) => idle.once('close', () => resolve(true)).resume())),
  ).toBe(true)
})

it('goes on answering while whoever balances the load looks elsewhere, and says that the connection ends', async () => {
  const port = await slowSite(1, 600)
  const stopping = site!.stop()
  await delay(200)
  expect(await get(port)).toEqual({ text: 'done', connection: 'close' })
  await stopping
  await expect(raw(port, 'GET / HTTP/1.1\r\n\r\n')).rejects.toThrow('ECONNREFUSED')
})
