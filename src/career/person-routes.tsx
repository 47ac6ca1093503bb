import { Hono } from 'hono'
import { z } from 'zod'
import { ActFormPage, CancelPage, KindPage } from '../../components/career/act-form'
import type { Ctx, Env } from '../http/env'
import { announce } from '../http/flash'
import { actorOf, may, signedIn } from '../http/guards'
import { formInput, queryInput } from '../http/input'
import { type Again, refill } from '../http/refill'
import { render } from '../http/render'
import { withSentIfAny } from '../http/sent-form'
import type { Act } from '../lib/career-acts'
import { choice, optional } from '../lib/form'
import { path } from '../lib/paths'
import { missing } from '../lib/problems'
import { isoToday } from '../lib/today'
import {
  actForm,
  actOf,
  cancelAct,
  cancelForm,
  careerOf,
  correctAct,
  correctionForm,
  fieldsOf,
  fileKept,
  findPerson,
  kindsOffered,
  listWritable,
  recordAct,
  shelf,
  uploadLimitBytes,
} from './career'

const current = 'personnel'
const kindQuery = z.strictObject({ acte: optional(choice(kindsOffered)) })

/** The acts of one career, below the address of the file: written, corrected, cancelled. */
export const personCareer = new Hono<Env>()
  .get('/:id/carriere/nouveau', signedIn(), may('personnel.write'), (c) => newPage(c))
  .post('/:id/carriere', signedIn(), may('personnel.write'), refill(newPage), async (c) => {
    const { id } = await personOf(c)
    const actor = actorOf(c)
    const sent = { schema: actForm, limitBytes: uploadLimitBytes(), shelf: shelf(actor) }
    await withSentIfAny(c, 'document', sent, (form, file) => recordAct(actor, id, form, file))
    return done(c, 'carriere-inscrit')
  })
  .get('/:id/carriere/:act/correction', signedIn(), may('personnel.write'), (c) => correctionPage(c))
  .put('/:id/carriere/:act/correction', signedIn(), may('personnel.write'), refill(correctionPage), async (c) => {
    const { act, person } = await actHere(c)
    const actor = actorOf(c)
    const sent = { schema: correctionForm(act.kind), limitBytes: uploadLimitBytes(), shelf: shelf(actor) }
    await withSentIfAny(c, 'document', sent, (form, file) => correctAct(actor, person.id, act.id, form, file))
    return done(c, 'carriere-corrige')
  })
  .get('/:id/carriere/:act/annulation', signedIn(), may('personnel.write'), (c) => cancelPage(c))
  .put('/:id/carriere/:act/annulation', signedIn(), may('personnel.write'), refill(cancelPage), async (c) => {
    const { act, person } = await actHere(c)
    const { reason } = await formInput(c, cancelForm)
    await cancelAct(actorOf(c), person.id, act.id, reason)
    return done(c, 'carriere-annule')
  })

async function newPage(c: Ctx, again?: Again): Promise<Response> {
  const person = await personOf(c)
  const kind = again ? kindOf(again.typed.acte) : queryInput(c, kindQuery).acte
  if (!kind) return render(c, { title: 'Inscrire un acte', current }, <KindPage person={person} kinds={kindsOffered} />)
  const typed = again?.typed ?? { effectiveOn: isoToday() }
  return formPage(c, { person, kind, typed, corrects: null, again })
}

async function correctionPage(c: Ctx, again?: Again): Promise<Response> {
  const { person, act } = await actHere(c)
  return formPage(c, { person, kind: act.kind, typed: again?.typed ?? typedOf(act), corrects: act, again })
}

type Shown = {
  person: { id: string; name: string; matricule: string }
  kind: Act['kind']
  typed: Record<string, string>
  corrects: Act | null
  again: Again | undefined
}

async function formPage(c: Ctx, { person, kind, typed, corrects, again }: Shown): Promise<Response> {
  const actor = actorOf(c)
  const fields = fieldsOf(kind)
  const [{ state }, units, kept] = await Promise.all([
    careerOf(actor, person.id, null),
    fields.includes('unit') ? listWritable(actor, corrects?.unit ?? null) : [],
    fileKept(actor, typed.kept),
  ])
  const refused = again && { errors: again.errors, refusal: again.problem.message }
  const limitMb = uploadLimitBytes() / 1_048_576
  const page = <ActFormPage {...{ person, kind, fields, corrects, state, typed, units, kept, limitMb }} {...refused} />
  return render(c, { title: `Acte de carrière, ${person.name}`, current }, page)
}

async function cancelPage(c: Ctx, again?: Again): Promise<Response> {
  const { person, act, resting } = await actHere(c)
  const refused = again && { errors: again.errors, refusal: again.problem.message }
  const page = <CancelPage person={person} act={act} resting={resting} typed={again?.typed ?? {}} {...refused} />
  return render(c, { title: `Annuler un acte, ${person.name}`, current }, page)
}

function done(c: Ctx, told: 'carriere-inscrit' | 'carriere-corrige' | 'carriere-annule'): Response {
  announce(c, told)
  return c.redirect(path(`/personnel/${uuid(c, 'id')}?onglet=carriere`), 303)
}

async function personOf(c: Ctx) {
  const found = await findPerson(actorOf(c), uuid(c, 'id'))
  if (!found) throw missing()
  return found
}

function actHere(c: Ctx) {
  return actOf(actorOf(c), uuid(c, 'id'), uuid(c, 'act'))
}

/** An id in the address; anything that is not one is nothing's. */
function uuid(c: Ctx, name: 'id' | 'act'): string {
  const id = z.uuid().safeParse(c.req.param(name))
  if (!id.success) throw missing()
  return id.data
}

function kindOf(typed: string | undefined): Act['kind'] | null {
  return kindsOffered.find((kind) => kind === typed) ?? null
}

/** An act as its form shows it. */
function typedOf(act: Act): Record<string, string> {
  const { effectiveOn, decisionNumber, note, unit, grade, class: rank, echelon, position, jobTitle } = act
  const said = { effectiveOn, decisionNumber, note, unit, grade, class: rank, echelon, position, jobTitle }
  return Object.fromEntries(Object.entries(said).map(([field, value]) => [field, value === null ? '' : String(value)]))
}
