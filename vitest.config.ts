import { defineConfig } from 'vitest/config'

const shared = { pool: 'forks', testTimeout: 20_000, hookTimeout: 60_000 } as const

export default defineConfig({
  test: {
    maxWorkers: 3,
    projects: [
      // what needs neither database nor build: a few seconds
      { extends: true, test: { ...shared, name: 'bare', include: ['spec/architecture.spec.ts'] } },
      {
        extends: true,
        test: {
          ...shared,
          name: 'site',
          include: ['spec/**/*.spec.{ts,tsx}'],
          exclude: ['spec/architecture.spec.ts'],
          globalSetup: ['spec/support/ground.ts'],
        },
      },
    ],
  },
})
