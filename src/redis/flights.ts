import { AsyncLocalStorage } from 'node:async_hooks'
import { setImmediate as turnOfLoop } from 'node:timers/promises'
import { unavailable } from '../lib/problems'

/**
 * Who computes, so that many who want the same thing make it once. The second half serves when Redis is away and no version
 * tells whether a computation that has begun may be shared.
 */
const flights = new Map<string, Promise<unknown>>()

/** Joins what runs under this key, or starts it. */
export function join<T>(key: string, start: () => Promise<T>): Promise<T> {
  const running = flights.get(key) as Promise<T> | undefined
  if (running) return running
  const flight = start().finally(() => flights.delete(key))
  flights.set(key, flight)
  return flight
}

const running = new Map<string, Promise<unknown>>()
const next = new Map<string, Promise<unknown>>()

/**
 * One computation of a key at a time, and only those who asked before it began share it: nobody gets what was read before a
 * write they know of. Those who come while it runs share the next one.
 */
export function inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
  const awaited = next.get(key) as Promise<T> | undefined
  if (awaited) return awaited
  const turn = (async () => {
    await running.get(key)?.catch(() => undefined)
    // those who arrive together are let in together
    await turnOfLoop()
    const leave = await enter()
    next.delete(key)
    const mine = atWork.run(true, work)
    running.set(key, mine)
    return mine.finally(() => {
      leave()
      if (running.get(key) === mine) running.delete(key)
    })
  })()
  next.set(key, turn)
  turn.catch(() => next.get(key) === turn && next.delete(key))
  return turn
}

/** Without the cache every page is heavy: so many at once, the others wait, and not for ever. */
const atOnce = 4
const patience = 3_000

const atWork = new AsyncLocalStorage<true>()
let busy = 0
const line = new Set<() => void>()

async function enter(): Promise<() => void> {
  // what a computation computes on its way has its place already
  if (atWork.getStore()) return () => undefined
  if (busy < atOnce) busy += 1
  else await place()
  return function leave() {
    const [first] = line
    if (first) first()
    else busy -= 1
  }
}

function place(): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      line.delete(called)
      reject(unavailable())
    }, patience)
    function called(): void {
      line.delete(called)
      clearTimeout(timer)
      resolve()
    }
    line.add(called)
  })
}
