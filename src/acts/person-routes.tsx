import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import { ProducePage } from '../../components/acts/produce'
import type { Ctx, Env } from '../http/env'
import { announce } from '../http/flash'
import { actorOf, may, signedIn } from '../http/guards'
import { formInput, queryInput } from '../http/input'
import { type Again, refill } from '../http/refill'
import { render } from '../http/render'
import { actKindNames } from '../lib/act-kinds'
import { path } from '../lib/paths'
import { Problem } from '../lib/problems'
import { isoToday } from '../lib/today'
import { asked, produceAct, produceForm } from './acts'
import { type Asked, choicesFor, previewOf, textOf } from './preparation'
import { rowId } from './rules'
import { sendSheet } from './sheet'

/** Acts of one person, below the address of their file. */
export const personActs = new Hono<Env>()
  .get('/:id/actes/nouveau', signedIn(), may('acts.produce'), refill(producePage), (c) => producePage(c))
  .get('/:id/actes/apercu', signedIn(), may('acts.produce'), refill(producePage), async (c) => {
    // the form of the page sends its key along, which is of no use here
    const { cle: _, ...input } = queryInput(c, previewQuery)
    return sendSheet(c, await previewOf(actorOf(c), rowId(c.req.param('id')), input))
  })
  .post('/:id/actes', signedIn(), may('acts.produce'), refill(producePage), async (c) => {
    const id = await produceAct(actorOf(c), rowId(c.req.param('id')), await formInput(c, produceForm))
    announce(c, 'acte-produit')
    return c.redirect(path(`/actes/${id}`), 303)
  })

const previewQuery = asked.extend({ cle: produceForm.shape.cle.optional() })

async function producePage(c: Ctx, again?: Again): Promise<Response> {
  const actor = actorOf(c)
  const { cle, ...input } = again ? askedAgain(again.typed) : queryInput(c, previewQuery)
  const { subject, signing, units } = await choicesFor(actor, rowId(c.req.param('id')), input.acte)
  const { said = null, problem } = await attempt(() => textOf(actor, subject, input))
  const typed = again?.typed ?? Object.fromEntries(names.map((name) => [name, input[name] ?? '']))
  const refused = again ?? (problem && { problem, errors: problem.detail.errors ?? [] })
  const form = { subject, signing, units, said, kind: input.acte, today: isoToday(), formKey: cle ?? randomUUID() }
  const page = <ProducePage {...form} typed={typed} errors={refused?.errors} refusal={refused?.problem.message} />
  return render(c, { title: `Produire un acte, ${subject.lastName} ${subject.firstNames}`, current: 'personnel' }, page)
}

/** What was typed and cannot be read is as if nothing had been chosen: the form shows it with what is wrong. */
function askedAgain(typed: Again['typed']): Asked & { cle?: string | undefined } {
  const read = previewQuery.safeParse({ ...typed })
  if (read.success) return read.data
  const acte = actKindNames.find((kind) => kind === typed.acte) ?? actKindNames[0]
  return { acte, signataire: null, unite: null, fonction: null, effet: null, carriere: null }
}

const names = ['signataire', 'unite', 'fonction', 'effet', 'carriere'] as const

/** A refusal of a preview is a page that says why, not an error. */
async function attempt<T>(work: () => Promise<T>): Promise<{ said?: T; problem?: Problem }> {
  try {
    return { said: await work() }
  } catch (error) {
    if (error instanceof Problem && error.kind === 'invalid') return { problem: error }
    throw error
  }
}
