import { unavailable } from './problems'

/**
 * Work that costs so much that only some of it goes on at once; the rest waits in line, and is refused in these words when that is
 * full.
 */
export function few(atOnce: number, inLine: number, full: string): <T>(work: () => Promise<T>) => Promise<T> {
  let busy = 0
  const line: (() => void)[] = []
  return async function inTurn(work) {
    if (busy >= atOnce) {
      if (line.length >= inLine) throw unavailable(full)
      await new Promise<void>((go) => line.push(go))
    } else busy += 1
    try {
      return await work()
    } finally {
      const next = line.shift()
      if (next) next()
      else busy -= 1
    }
  }
}
