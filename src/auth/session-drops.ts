import { z } from 'zod'
import { transaction } from '../db/sql'
import { log } from '../lib/log'
import { outside } from '../lib/moment'
import { handler, post } from '../outbox/outbox'
import { redisState } from '../redis/client'
import { dropNow, whenUndropped } from '../redis/sessions'

/** Of one job. */
const most = 500

/**
 * Sessions that are over, or whose rights have changed, and whose copies could not be dropped: Redis may be away for one process
 * only and go on telling the others who is there. A worker that has Redis drops them, about a second later; nobody waits for it.
 */
whenUndropped((hashes) => {
  for (let from = 0; from < hashes.length; from += most) leave(hashes.slice(from, from + most))
})

function leave(hashes: string[]): void {
  outside(() => {
    transaction((tx) => post(tx, { kind: 'session.drop', payload: { hashes } })).catch((error) =>
      log.warn({ err: error, sessions: hashes.length }, 'session.drop_not_posted'),
    )
  })
}

export const dropJob = handler({
  payload: z.strictObject({ hashes: z.array(z.string().regex(/^[0-9a-f]{64}$/)).min(1) }),
  attempts: 100,
  ready: () => redisState() !== 'away',
  async run(_, { hashes }) {
    if (!(await dropNow(hashes))) throw new Error('Redis does not answer')
  },
})
