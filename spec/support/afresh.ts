import { afterAll, vi } from 'vitest'

/**
 * Spec files take turns in a process: to begin one for each takes longer than most of them do. Each has modules of its own
 * all the same, and leaves the environment as it found it.
 */
const environment = { ...process.env }
vi.resetModules()

afterAll(() => {
  for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name]
  Object.assign(process.env, environment)
})
