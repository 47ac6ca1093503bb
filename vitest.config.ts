import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const shared = {
  pool: 'forks',
  // modules are each file's own nevertheless
  isolate: false,
  setupFiles: ['spec/support/afresh.ts'],
  // a machine shared with others stalls for seconds now and then; what fails twice is broken, and `npm test` names the rest
  retry: 1,
  testTimeout: 60_000,
  hookTimeout: 120_000,
} as const

/**
 * What lasts longest is begun first, so that nothing long is left for the end, and what waits beside what computes, so that
 * the processors do not wait as well.
 */
const long = [
  'spec/browser/axe',
  'spec/live-limits',
  'spec/hostile',
  'spec/security/',
  'spec/markup',
  'spec/no-trace',
  'spec/acts-',
  'spec/drills/',
  'spec/browser/create',
  'spec/ops-refresh',
  'spec/browser/',
  'spec/redis/channel',
  'spec/auth/throttle',
  'spec/outbox-long',
  'spec/redis/',
  'spec/auth/',
  'spec/notifications/bell',
  'spec/start',
  'spec/demonstration',
]

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
    // more than there are processors on a small machine: with three, a third of the time was spent waiting
    maxWorkers: 4,
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
