import { log } from './log'

/**
 * For what is asked again and again, and fails for as long as something is away: the log says so once, with the reason
 * (`<name>.away`), and once when it is over, with how long it took (`<name>.back`). Gives `undefined` where it failed.
 */
export function looking(name: string): <T>(look: () => Promise<T>) => Promise<T | undefined> {
  let awaySince: number | undefined
  return async function quietly(look) {
    try {
      const found = await look()
      if (awaySince !== undefined) log.warn({ duration_ms: Math.round(performance.now() - awaySince) }, `${name}.back`)
      awaySince = undefined
      return found
    } catch (error) {
      if (awaySince === undefined) log.warn({ reason: reasonOf(error) }, `${name}.away`)
      awaySince ??= performance.now()
      return undefined
    }
  }
}

/** What a refusal for people stands for, when it says. */
function reasonOf(error: unknown): string {
  return String((error instanceof Error && error.cause) || error)
}
