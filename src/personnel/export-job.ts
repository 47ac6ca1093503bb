import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { record } from '../activities/activities'
import { can, originSchema, system, type User } from '../actor'
import { findUser } from '../auth/auth'
import { transaction } from '../db/sql'
import { notify } from '../notifications/notifications'
import { Hopeless, handler, type Job } from '../outbox/outbox'
import { type Format, fileOf } from './export'
import * as queries from './export-queries'
import { exported, exportForm, sizeOf, viewOf } from './export-request'
import { columnsOf, everyone, type ListInput, listSchema, type PersonRow } from './list'

const chunkSize = 262_144
const toldEvery = 1_000

/**
 * Makes a long list into a file, with what the one who asked may see now. An attempt begins from nothing and shuts out the one
 * before it; once the file is there, it is there once, with its line in the journal and its notification.
 */
export const exportJob = handler({
  payload: z.strictObject({
    format: exportForm.shape.format,
    asked: listSchema,
    origin: originSchema,
  }),
  attempts: 5,
  async run(job, { format, asked, origin }) {
    const run = randomUUID()
    const begun = await transaction((tx) => queries.beginRun(tx, job.id, run))
    if (!begun) throw new Hopeless('Cet export n’existe plus.')
    if (begun.ready) return
    const actor = await findUser(begun.ownerId, origin)
    if (!actor || !can(actor, 'personnel.export'))
      throw new Hopeless('La personne qui l’a demandé n’a plus le droit d’exporter le personnel.')
    return make(job, run, actor, format, asked)
  },
  /** Of one that is given up nothing is left, and its owner knows, if it is still for them to know. */
  async ended(tx, { id, actorId, state }) {
    if (state === 'done') return
    await queries.shut(tx, id)
    const owner = actorId === null ? undefined : await findUser(actorId, system('Export').origin)
    if (!owner || !can(owner, 'personnel.export')) return
    await notify(tx, {
      userId: owner.id,
      kind: 'personnel.export_failed',
      title: 'Votre export du personnel n’a pas pu être préparé',
      href: `/personnel/exports/${id}`,
    })
  },
})

async function make(job: Job, run: string, actor: User, format: Format, asked: ListInput): Promise<{ people: number }> {
  const made = await write(job, run, actor, format, asked)
  await transaction(async (tx) => {
    if (!(await queries.setReady(tx, job.id, run, { ...made, view: viewOf(actor) }))) throw shutOut()
    await record(tx, actor, exported(format, asked, made.people))
    await notify(tx, {
      userId: actor.id,
      kind: 'personnel.exported',
      title: 'Votre export du personnel est prêt',
      href: `/personnel/exports/${job.id}`,
    })
  })
  return { people: made.people }
}

async function write(
  job: Job,
  run: string,
  actor: User,
  format: Format,
  asked: ListInput,
): Promise<{ people: number; bytes: number }> {
  const total = await sizeOf(actor, asked)
  const made = { people: 0, bytes: 0 }
  await job.progress(0, total)
  const file = await fileOf(format, counted(), columnsOf(asked))
  let place = 0
  for await (const chunk of chunksOf(file)) {
    if (!(await queries.insertChunk(job.id, run, place, chunk))) throw shutOut()
    place += 1
    made.bytes += chunk.length
  }
  await job.progress(made.people, made.people)
  return made

  async function* counted(): AsyncGenerator<PersonRow> {
    for await (const row of everyone(actor, asked)) {
      made.people += 1
      if (made.people % toldEvery === 0) await job.progress(made.people, Math.max(made.people, total))
      yield row
    }
  }
}

async function* chunksOf(file: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let held = Buffer.alloc(0)
  for await (const part of file) {
    held = Buffer.concat([held, part])
    for (; held.length >= chunkSize; held = held.subarray(chunkSize)) yield held.subarray(0, chunkSize)
  }
  if (held.length > 0) yield held
}

function shutOut(): Error {
  return new Error('another attempt has begun, or it was cancelled')
}
