import type { Worker } from 'node:worker_threads'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { pdfFault } from '../../src/scanner/pdf'
import { pdf } from '../corrections/hand'

/** Ten megabytes of almost names: nothing is wrong with it, and all of it must be looked at. */
const slow = pdf({ extra: '/J#53x'.repeat(1_700_000) })

let alive = 0
let most = 0
const count = (worker: Worker) => {
  most = Math.max(most, ++alive)
  worker.once('exit', () => alive--)
}
beforeAll(() => void process.on('worker', count))
afterAll(() => void process.off('worker', count))
beforeEach(() => {
  most = 0
})

it('the site goes on while a PDF that was made to be slow is taken apart', async () => {
  let turns = 0
  let over = false
  const turn = () => {
    turns += 1
    if (!over) setImmediate(turn)
  }
  turn()
  expect(await pdfFault(slow)).toBeNull()
  over = true
  expect(turns).toBeGreaterThan(200)
})

it('one that does not come to an end is ended, and the next is read', async () => {
  const said = expect.stringMatching(/^Ce fichier PDF n’a pas pu être lu\./)
  expect(await pdfFault(slow, 30)).toEqual({ is: 'unread', said })
  expect(alive).toBe(0)
  expect(await pdfFault(pdf())).toBeNull()
})

it('at most two are taken apart at once, ten are taken, and who comes then is told to come back', async () => {
  const asked = await Promise.allSettled(Array.from({ length: 13 }, () => pdfFault(pdf())))
  expect(asked.slice(0, 10)).toEqual(Array(10).fill({ status: 'fulfilled', value: null }))
  for (const late of asked.slice(10))
    expect(late).toMatchObject({ status: 'rejected', reason: { kind: 'unavailable' } })
  expect([most, alive]).toEqual([2, 0])
  expect(await pdfFault(pdf())).toBeNull()
})

it('one as large as the settings may allow is read', { timeout: 30_000 }, async () => {
  expect(await pdfFault(pdf({ extra: `%${'x'.repeat(50 * 1_048_576)}\n` }))).toBeNull()
})
