import { z } from 'zod'
import { record } from '../activities/activities'
import { type Actor, can } from '../actor'
import { afterCommit, type Tx, transaction } from '../db/sql'
import { choice, day, optional, text, whole } from '../lib/form'
import { conflict, forbidden, invalid, missing } from '../lib/problems'
import { isoToday } from '../lib/today'
import { kindsBelow } from '../lib/unit-kinds'
import { notifyPerson } from '../notifications/notifications'
import { bump } from '../redis/cache'
import * as queries from './unit-queries'

export const codeField = text(20, 2)
  .transform((value) => value.toUpperCase())
  .pipe(z.string().regex(/^[A-Z0-9-]{2,20}$/, 'Lettres sans accent, chiffres et tirets, par exemple DRH-PAIE.'))
const rank = optional(whole(0, 999)).transform((value) => value ?? 0)
export const versionField = whole(1, 999_999_999)

export const newUnitForm = z.strictObject({
  code: codeField,
  name: text(160, 2),
  kind: choice(kindsBelow),
  parent: z.string().regex(/^[A-Z0-9-]{2,20}$/, 'Choisissez une unité de la liste.'),
  openedOn: optional(day),
  rank,
})
/** `kind`: not of the ministry, which stays what it is. */
export const unitForm = z.strictObject({
  name: text(160, 2),
  kind: optional(choice(kindsBelow)),
  rank,
  version: versionField,
})
export const chiefForm = z.strictObject({ person: z.uuid('Choisissez une personne.'), version: versionField })

/** A unit below another. The same form sent twice makes one. */
export async function createUnit(actor: Actor, input: z.output<typeof newUnitForm>): Promise<void> {
  mayWrite(actor)
  if (input.openedOn && input.openedOn > isoToday()) throw wrong('openedOn', 'Cette date est dans l’avenir.')
  await transaction(async (tx) => {
    const parent = await queries.lockUnit(tx, input.parent)
    if (!parent || parent.closedOn) throw wrong('parent', 'Cette unité n’existe pas, ou elle est fermée.')
    const id = await queries.insertUnit(tx, { ...input, parentId: parent.id })
    if (id === undefined) return sameAgain(tx, input)
    const { code, name: title, kind, openedOn, rank } = input
    const after = { title, kind, rank, parent: parent.name, openedOn }
    await record(tx, actor, { event: 'unit.created', target: target({ code, name: title }), after })
    shown(tx)
  })
}

/** Another name, kind or place among its siblings. */
export async function changeUnit(actor: Actor, code: string, input: z.output<typeof unitForm>): Promise<void> {
  mayWrite(actor)
  await transaction(async (tx) => {
    const unit = await lock(tx, code)
    const is = { name: unit.name, kind: unit.kind, rank: unit.rank }
    const wanted = {
      name: input.name,
      kind: unit.parent === null ? unit.kind : (input.kind ?? unit.kind),
      rank: input.rank,
    }
    const changed = (['name', 'kind', 'rank'] as const).filter((key) => wanted[key] !== is[key])
    if (changed.length === 0) return
    present(unit, input.version)
    await queries.setUnit(tx, unit.id, wanted)
    const part = (of: typeof wanted) =>
      Object.fromEntries(changed.map((key) => [key === 'name' ? 'title' : key, of[key]]))
    await record(tx, actor, { event: 'unit.changed', target: target(unit), before: part(is), after: part(wanted) })
    shown(tx)
  })
}

/** Somebody in office at the head of a unit; they are told, and so is whoever was there. */
export async function nameChief(actor: Actor, code: string, input: z.output<typeof chiefForm>): Promise<void> {
  mayWrite(actor)
  await transaction(async (tx) => {
    const unit = await lock(tx, code)
    const person = await queries.findInOffice(tx, input.person, isoToday())
    if (!person) throw wrong('person', 'Cette personne n’est pas en activité au ministère.')
    if (unit.chiefId === person.id) return
    present(unit, input.version)
    await replace(tx, actor, unit, person)
  })
}

/** Nobody is at the head any more. Vacant already: nothing happens. */
export async function vacate(actor: Actor, code: string): Promise<void> {
  mayWrite(actor)
  await transaction(async (tx) => {
    const unit = await lock(tx, code)
    if (unit.chiefId !== null) await replace(tx, actor, unit, null)
  })
}

async function replace(tx: Tx, actor: Actor, unit: queries.Locked, person: queries.Person | null): Promise<void> {
  const former = unit.chiefId && (await queries.findName(tx, unit.chiefId))
  await queries.setChief(tx, unit.id, person?.id ?? null)
  const concerned = person?.id ?? unit.chiefId
  await record(tx, actor, {
    event: 'unit.chief_named',
    target: target(unit),
    ...(concerned ? { personId: concerned } : {}),
    before: { chief: former || null },
    after: { chief: person?.name ?? null },
  })
  const told = { kind: 'unit.chief', href: '/accueil' }
  const of = `«\u202f${unit.name}\u202f»`.slice(0, 140)
  if (person) await notifyPerson(tx, actor, { ...told, personId: person.id, title: `Vous êtes à la tête de ${of}` })
  if (unit.chiefId)
    await notifyPerson(tx, actor, { ...told, personId: unit.chiefId, title: `Vous n’êtes plus à la tête de ${of}` })
  shown(tx)
}

export function mayWrite(actor: Actor): void {
  if (!can(actor, 'organisation.write')) throw forbidden()
}

/** A unit that is open, held until the end of the transaction. */
export async function lock(tx: Tx, code: string): Promise<queries.Locked> {
  const unit = await queries.lockUnit(tx, code)
  if (!unit) throw missing('Cette unité n’existe pas.')
  if (unit.closedOn) throw conflict('Cette unité est fermée.')
  return unit
}

export function present(unit: queries.Locked, version: number): void {
  if (unit.version === version) return
  const message = 'Cette unité a été modifiée depuis que vous l’avez ouverte. Rechargez la page.'
  throw conflict(message, [{ field: 'version', message }])
}

/** What is drawn of units, and of people by unit, is drawn anew. */
export function shown(tx: Tx): void {
  afterCommit(tx, () => bump('personnel'))
}

export function target({ code, name }: { code: string; name: string }) {
  return { kind: 'unit' as const, id: code, name }
}

export function wrong(field: string, message: string) {
  return invalid([{ field, message }])
}

/** What the same form has made a moment ago; another unit of that code is said. */
async function sameAgain(tx: Tx, input: z.output<typeof newUnitForm>): Promise<void> {
  const there = await queries.lockUnit(tx, input.code)
  const same = there?.name === input.name && there.kind === input.kind && there.parent === input.parent
  if (!same) throw wrong('code', 'Une unité porte déjà ce code.')
}
