import { afterAll, vi } from 'vitest'

const before = { ...process.env }
vi.resetModules()
afterAll(() => {
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name]
  Object.assign(process.env, before)
})
