import { z } from 'zod'
import { can, originSchema } from '../actor'
import { findUser } from '../auth/auth'
import { Problem } from '../lib/problems'
import { notify } from '../notifications/notifications'
import { Hopeless, handler } from '../outbox/outbox'
import { findOfJob } from './batch-queries'
import { applyBatch } from './batches'

/** Writes a decision about many, as whoever asked for it may now. */
export const batchJob = handler({
  payload: z.strictObject({ batch: z.uuid(), origin: originSchema, askedBy: z.uuid() }),
  attempts: 5,
  async run(job, { batch, origin, askedBy }) {
    const actor = await findUser(askedBy, origin)
    if (!actor || !can(actor, 'personnel.write'))
      throw new Hopeless('La personne qui l’a demandée ne tient plus ces dossiers.')
    try {
      return { people: await applyBatch(actor, batch, (done, total) => job.progress(done, total)) }
    } catch (error) {
      if (error instanceof Problem && (error.kind === 'conflict' || error.kind === 'invalid'))
        throw new Hopeless(error.detail.errors?.[0]?.message ?? error.message)
      throw error
    }
  },
  async ended(tx, { id, actorId, state }) {
    const batch = await findOfJob(tx, id)
    if (actorId === null || !batch) return
    const title =
      state === 'done' ? 'Votre décision collective est inscrite' : 'Votre décision collective n’a pas pu être inscrite'
    await notify(tx, { userId: actorId, kind: 'career.batch', title, href: `/carriere/masse/${batch.id}` })
  },
})
