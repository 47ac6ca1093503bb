import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { record } from '../activities/activities'
import { originSchema, system, type User } from '../actor'
import { findUser } from '../auth/auth'
import { transaction } from '../db/sql'
import { exportableNames, exportables, exportsHome, formatCodes } from '../lib/exportables'
import { Problem } from '../lib/problems'
import { notify } from '../notifications/notifications'
import { Hopeless, handler, type Job } from '../outbox/outbox'
import { exported, mayTake, viewOf } from './exports'
import { sources } from './lists'
import * as queries from './queries'
import type { Order } from './source'

const chunkSize = 262_144

const payload = z.strictObject({
  list: z.enum(exportableNames),
  format: z.enum(formatCodes),
  asked: z.record(z.string(), z.string()),
  said: z.string(),
  origin: originSchema,
})
type Payload = z.output<typeof payload>

/**
 * Makes a file with what the one who asked may see now. An attempt begins from nothing and shuts out the one before it; once
 * the file is there, it is there once, with its line in the journal and its notification.
 */
export const exportJob = handler({
  payload,
  attempts: 5,
  async run(job, asked) {
    const run = randomUUID()
    const begun = await transaction((tx) => queries.beginRun(tx, job.id, run))
    if (!begun) throw new Hopeless('Cet export n’existe plus.')
    if (begun.ready) return
    const actor = await findUser(begun.ownerId, asked.origin)
    if (!actor || !mayTake(actor, sources[asked.list]))
      throw new Hopeless('La personne qui l’a demandé n’a plus le droit de faire cet export.')
    return make(job, run, actor, asked).catch(refused)
  },
  /** Of one that is given up nothing is left, and its owner knows, if it is still for them to know. */
  async ended(tx, { id, actorId, state }) {
    if (state === 'done') return
    await queries.shut(tx, id)
    const owner = actorId === null ? undefined : await findUser(actorId, system('Export').origin)
    const list = await queries.listNamed(tx, id)
    if (!list || !owner || !mayTake(owner, sources[list])) return
    await notify(tx, {
      userId: owner.id,
      kind: 'export.failed',
      title: `Votre export «\u202f${exportables[list].title}\u202f» n’a pas pu être préparé`,
      href: `${exportsHome(list)}/${id}`,
    })
  },
})

async function make(job: Job, run: string, actor: User, { list, format, asked, said }: Payload) {
  const source = sources[list]
  const input = source.schema.parse(asked)
  const made = await write(job, run, { actor, input, format, said, list })
  const line = await exported(actor, { list, input }, format, made.total)
  await transaction(async (tx) => {
    if (!(await queries.setReady(tx, job.id, run, { ...made, view: viewOf(actor, source) }))) throw shutOut()
    await record(tx, actor, line)
    await notify(tx, {
      userId: actor.id,
      kind: 'export.ready',
      title: `Votre export «\u202f${exportables[list].title}\u202f» est prêt`,
      href: `${exportsHome(list)}/${job.id}`,
    })
  })
  return { total: made.total }
}

async function write(
  job: Job,
  run: string,
  order: Omit<Order<unknown>, 'step'> & Pick<Payload, 'list'>,
): Promise<{ total: number; bytes: number }> {
  const source = sources[order.list]
  const expected = await source.count(order.actor, order.input)
  const toldEvery = expected > 1_000 ? 1_000 : Math.ceil(expected / 10) || 1
  const made = { total: 0, bytes: 0 }
  await job.progress(0, expected)
  const step = async () => {
    made.total += 1
    if (made.total % toldEvery === 0) await job.progress(made.total, Math.max(made.total, expected))
  }
  let place = 0
  for await (const chunk of chunksOf(await source.make({ ...order, step }))) {
    if (!(await queries.insertChunk(job.id, run, place, chunk))) throw shutOut()
    place += 1
    made.bytes += chunk.length
  }
  await job.progress(made.total, made.total)
  return made
}

async function* chunksOf(file: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let held = Buffer.alloc(0)
  for await (const part of file) {
    held = Buffer.concat([held, part])
    for (; held.length >= chunkSize; held = held.subarray(chunkSize)) yield held.subarray(0, chunkSize)
  }
  if (held.length > 0) yield held
}

/** What is refused once is refused each time, in words for who asked. */
function refused(error: unknown): never {
  if (error instanceof Problem && error.kind !== 'unavailable') throw new Hopeless(error.message)
  throw error
}

function shutOut(): Error {
  return new Error('another attempt has begun, or it was cancelled')
}
