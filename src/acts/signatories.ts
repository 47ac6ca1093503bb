import { z } from 'zod'
import { record } from '../activities/activities'
import { can, type User } from '../actor'
import { type Tx, transaction } from '../db/sql'
import { day, optional, text } from '../lib/form'
import { longDay } from '../lib/long-day'
import { conflict, forbidden, invalid, missing } from '../lib/problems'
import { isoToday } from '../lib/today'
import * as queries from './signatory-queries'

export type { Proposed, Signatory } from './signatory-queries'
export { listProposed, listSignatories } from './signatory-queries'

/** What the form is filled in with, for somebody who is proposed. */
export const proposedQuery = z.strictObject({ matricule: optional(text(20)), title: optional(text(160)) })

export const signatoryForm = z.strictObject({
  matricule: text(20),
  title: text(160, 3),
  place: text(60, 2),
  interim: optional(z.literal('oui')).transform((said) => said === 'oui'),
  startsOn: day,
  endsOn: optional(day),
})
export const endForm = z.strictObject({ endsOn: day })

/**
 * Somebody who signs acts from a day on; ad interim, until a day. Under one title one person signs at a time: whoever holds the
 * post, and beside them whoever stands in. The same form sent twice names once.
 */
export async function nameSignatory(actor: User, input: z.output<typeof signatoryForm>): Promise<void> {
  mayWrite(actor)
  const { matricule, title, place, interim, startsOn, endsOn } = input
  const person = await queries.findByMatricule(actor, matricule.toUpperCase())
  if (!person) throw wrong('matricule', 'Aucun dossier ne porte ce matricule.')
  if (!person.here) throw wrong('matricule', 'Cette personne n’est pas en poste.')
  if (interim && !endsOn) throw wrong('endsOn', 'Un intérim a une fin\u202f: indiquez-la.')
  if (endsOn && endsOn < startsOn) throw wrong('endsOn', 'La fin vient après le début.')
  await transaction(async (tx) => {
    await queries.lockSignatories(tx)
    const made = { personId: person.id, title, place, interim, startsOn, endsOn }
    if (await queries.isNamed(tx, made)) return
    for (const { before, endsOn: after, ...gone } of await queries.endGone(tx, made))
      await recordEnd(tx, actor, gone, { before, after })
    const other = await queries.findOther(tx, made)
    if (other) throw wrong('title', `${signsAlready(other)} Fixez d’abord sa fin, ou choisissez d’autres dates.`)
    const id = await queries.insertSignatory(tx, made, actor.id)
    const target = { kind: 'signatory' as const, id, name: `${person.name}, ${title}` }
    await record(tx, actor, { event: 'acts.signatory_named', target, after: { interim, startsOn, endsOn } })
  })
}

/** The last day on which somebody signs; not before today, so that no act loses its signatory. Twice is once. */
export async function endSignatory(actor: User, id: string, { endsOn }: z.output<typeof endForm>): Promise<void> {
  mayWrite(actor)
  await transaction(async (tx) => {
    await queries.lockSignatories(tx)
    const found = await queries.findSignatory(tx, id)
    if (!found) throw missing()
    if (found.endsOn === endsOn) return
    if (found.endsOn !== null && found.endsOn < isoToday())
      throw conflict('Cette personne ne signe déjà plus les actes.')
    const earliest = found.startsOn > isoToday() ? found.startsOn : isoToday()
    if (endsOn < earliest) throw wrong('endsOn', 'Cette date est passée, ou avant le début.')
    const longer = found.endsOn !== null && endsOn > found.endsOn
    const other = longer ? await queries.findOther(tx, { ...found, endsOn }, id) : undefined
    if (other) throw wrong('endsOn', signsAlready(other))
    await queries.setEnd(tx, id, endsOn)
    await recordEnd(tx, actor, found, { before: found.endsOn, after: endsOn })
  })
}

type Ended = Pick<queries.Signatory, 'id' | 'name' | 'title'>

function recordEnd(
  tx: Tx,
  actor: User,
  { id, name, title }: Ended,
  { before, after }: { before: string | null; after: string },
): Promise<void> {
  const target = { kind: 'signatory' as const, id, name: `${name}, ${title}` }
  return record(tx, actor, {
    ...{ event: 'acts.signatory_ended', target, before: { endsOn: before }, after: { endsOn: after } },
  })
}

function signsAlready({ name, interim, startsOn, endsOn }: queries.Signatory): string {
  const from = startsOn > isoToday() ? 'à partir du' : 'depuis le'
  const days = endsOn ? `du ${longDay(startsOn)} au ${longDay(endsOn)}` : `${from} ${longDay(startsOn)}`
  return `${name} signe déjà sous ce titre${interim ? ' par intérim' : ''}, ${days}.`
}

function mayWrite(actor: User): void {
  if (!can(actor, 'acts.templates')) throw forbidden()
}

function wrong(field: string, message: string) {
  return invalid([{ field, message }])
}
