import { z } from 'zod'
import { transaction } from '../db/sql'
import { log } from '../lib/log'
import { outside } from '../lib/moment'
import { redisState } from '../redis/client'
import { tellNew, whenUntold } from '../redis/versions'
import { freeKey, handler, post } from './outbox'

/**
 * A write that could not be told to Redis, which may be away for one process only and serve the others what is old. That process
 * tells it when it is back; should it die before, a worker that has Redis does. Whoever wrote waits for neither.
 */
whenUntold((family) => {
  const job = { kind: 'cache.bump', key: `cache.bump ${family}`, payload: { family } }
  outside(() => {
    transaction((tx) => post(tx, job)).catch((error) => log.warn({ err: error, family }, 'cache.bump_not_posted'))
  })
})

export const bumpJob = handler({
  payload: z.strictObject({ family: z.string().min(1) }),
  attempts: 100,
  ready: () => redisState() !== 'away',
  async run(job, { family }) {
    // a write from here on is not among those that this tells
    await freeKey(job.id)
    if (!(await tellNew(family))) throw new Error('Redis does not answer')
  },
})
