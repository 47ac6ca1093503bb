import { AsyncLocalStorage } from 'node:async_hooks'
import { afterAll, vi } from 'vitest'

/**
 * Spec files take turns in a process: to begin one for each takes longer than most of them do. Each has modules of its own
 * all the same, and leaves the environment as it found it.
 */
const environment = { ...process.env }
vi.resetModules()

// Node goes through every storage that was ever used at each promise that is made: those of a file end with it
const storages = new Set<AsyncLocalStorage<unknown>>()
const { prototype } = AsyncLocalStorage
const { run } = prototype
prototype.run = function (this: AsyncLocalStorage<unknown>, ...rest: unknown[]) {
  storages.add(this)
  return Reflect.apply(run, this, rest)
}

afterAll(() => {
  prototype.run = run
  for (const storage of storages) storage.disable()
  for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name]
  Object.assign(process.env, environment)
})
