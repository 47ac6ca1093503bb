import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import { z } from 'zod'
import { BatchPage } from '../../components/career/batch'
import { BatchFormPage } from '../../components/career/batch-form'
import { BatchUndoingPage } from '../../components/career/batch-undoing'
import { isMultipart } from '../http/body'
import type { Ctx, Env } from '../http/env'
import { announce } from '../http/flash'
import { actorOf, may, signedIn } from '../http/guards'
import { checked, formInput, queryInput } from '../http/input'
import { type Again, refill } from '../http/refill'
import { render } from '../http/render'
import { uploaded } from '../http/upload'
import { optional } from '../lib/form'
import { path } from '../lib/paths'
import { missing } from '../lib/problems'
import { isoToday } from '../lib/today'
import { cancelBatch, readUndoing, undoingForm } from './batch-undoing'
import { listWrittenLines, writtenQuery } from './batch-written'
import {
  batchForm,
  fileLimitBytes,
  listedIn,
  mostAtOnce,
  prepareBatch,
  readBatch,
  recentBatches,
  requestBatch,
} from './batches'
import { listWritable } from './career'
import { dueMatricules, dueQuery } from './due'

const current = 'carriere'
/** A batch to begin again from, or the list of who is due. */
const fromQuery = dueQuery.extend({ reprise: optional(z.uuid()), liste: optional(z.literal('1')) })

/** Decisions about many: prepared, verified, written, taken back. */
export const batches = new Hono<Env>()
  .get('/', signedIn(), may('personnel.write'), (c) => formPage(c))
  .post('/', signedIn(), may('personnel.write'), refill(formPage), async (c) => {
    const id = await prepareBatch(actorOf(c), await batchInput(c))
    return c.redirect(path(`/carriere/masse/${id}`), 303)
  })
  .get('/:id', signedIn(), may('personnel.write'), (c) => batchPage(c))
  .post('/:id/application', signedIn(), may('personnel.write'), refill(batchPage), async (c) => {
    const id = idOf(c)
    await formInput(c, z.strictObject({}))
    // the page itself says how far it is, and goes on saying so
    await requestBatch(actorOf(c), id)
    return c.redirect(path(`/carriere/masse/${id}`), 303)
  })
  .get('/:id/annulation', signedIn(), may('personnel.write'), (c) => undoingPage(c))
  .post('/:id/annulation', signedIn(), may('personnel.write'), refill(undoingPage), async (c) => {
    const id = idOf(c)
    await cancelBatch(actorOf(c), id, await formInput(c, undoingForm))
    announce(c, 'carriere-masse-annulee')
    return c.redirect(path(`/carriere/masse/${id}`), 303)
  })

/** The matricules pasted, and those of a file if one was given: refused, the form is shown with all of them. */
async function batchInput(c: Ctx): Promise<z.output<typeof batchForm>> {
  if (!isMultipart(c.env.incoming)) return formInput(c, batchForm)
  const { file, typed } = await uploaded(c, 'fichier', { limitBytes: fileLimitBytes, optional: true })
  const all = file ? [typed.matricules, ...listedIn(file.bytes)].filter(Boolean).join('\n') : (typed.matricules ?? '')
  const whole = { ...typed, matricules: all }
  c.set('typed', whole)
  return checked(batchForm, whole)
}

async function formPage(c: Ctx, again?: Again): Promise<Response> {
  const actor = actorOf(c)
  const [recent, units, typed] = await Promise.all([
    recentBatches(actor),
    listWritable(actor, null),
    again ? again.typed : startOf(c),
  ])
  const refused = again && { errors: again.errors, refusal: again.problem.message }
  const page = <BatchFormPage batches={recent} units={units} typed={{ ...typed, cle: randomUUID() }} {...refused} />
  return render(c, { title: 'Décisions collectives', current }, page)
}

/** What the form begins with: a batch to take up again, the people of a list, or nothing. */
async function startOf(c: Ctx): Promise<Record<string, string>> {
  const { reprise, liste, ...asked } = queryInput(c, fromQuery)
  const actor = actorOf(c)
  const blank = { kind: 'avancement', dates: 'commune', effectiveOn: isoToday() }
  if (reprise) {
    const { batch } = await readBatch(actor, reprise)
    const { kind, effectiveOn, decisionNumber, unit, matricules } = batch
    return {
      kind,
      dates: effectiveOn === null ? 'chacun' : 'commune',
      effectiveOn: effectiveOn ?? '',
      decisionNumber: decisionNumber ?? '',
      unit: unit ?? '',
      matricules: matricules.join('\n'),
    }
  }
  if (!liste) return blank
  const matricules = await dueMatricules(actor, asked, mostAtOnce)
  return { ...blank, dates: 'chacun', effectiveOn: '', matricules: matricules.join('\n') }
}

async function batchPage(c: Ctx, again?: Again): Promise<Response> {
  const actor = actorOf(c)
  const id = idOf(c)
  // the address of a refused form says nothing of pages
  const asked = again ? writtenQuery.parse({}) : queryInput(c, writtenQuery)
  const { batch, lines } = await readBatch(actor, id)
  const written = batch.appliedAt ? await listWrittenLines(actor, batch.id, asked) : null
  const query = again ? new URLSearchParams() : new URL(c.req.url).searchParams
  const shown = { batch, lines, written, query, formKey: randomUUID() }
  const page = <BatchPage {...shown} refusal={again?.problem.message} />
  return render(c, { title: 'Décision collective', current }, page)
}

/** What taking it back comes to; of what was not written there is nothing to say. */
async function undoingPage(c: Ctx, again?: Again): Promise<Response> {
  const { batch, ...undoing } = await readUndoing(actorOf(c), idOf(c))
  if (!batch.appliedAt || batch.cancelledAt)
    return again ? batchPage(c, again) : c.redirect(path(`/carriere/masse/${batch.id}`), 303)
  const refused = again && { typed: again.typed, errors: again.errors, refusal: again.problem.message }
  const page = <BatchUndoingPage batch={batch} {...undoing} {...refused} />
  return render(c, { title: 'Annuler une décision collective', current }, page)
}

function idOf(c: Ctx): string {
  const id = z.uuid().safeParse(c.req.param('id'))
  if (!id.success) throw missing('Cette décision collective n’existe pas.')
  return id.data
}
