import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const shared = { pool: 'forks', testTimeout: 20_000, hookTimeout: 60_000 } as const

/** What lasts longest, or waits: begun first, so that nothing long is left for the end. */
const long = ['spec/browser/', 'spec/drills/', 'spec/start', 'spec/redis/', 'spec/auth/', 'spec/hostile', 'spec/demonstration']

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const place = long.findIndex((path) => moduleId.includes(path))
      return place === -1 ? long.length : place
    }
    return (await super.sort(files)).sort((one, other) => rank(one) - rank(other))
  }
}

export default defineConfig({
  test: {
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
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
