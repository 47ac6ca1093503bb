import { labelOf } from '../activities/activities'
import { type Actor, can } from '../actor'
import { sql } from '../db/sql'
import { missing } from '../lib/problems'
import { isoToday } from '../lib/today'
import { type Coming, listComing } from './move-queries'
import { headcountOf } from './tree'
import * as queries from './unit-queries'

export type { Coming } from './move-queries'
export type { Named, Person, UnitView, Uses } from './unit-queries'

export type WholeUnit = {
  unit: queries.UnitView
  people: { own: number | null; all: number | null }
  uses: queries.Uses
  lines: { at: Date; actorName: string; label: string }[]
}

const lines = 20
const mostFound = 20

/** A unit that there is, or was. */
export async function readUnit(actor: Actor, code: string): Promise<queries.UnitView> {
  const unit = await queries.findUnit(actor, code, isoToday())
  if (!unit) throw missing('Cette unité n’existe pas.')
  return unit
}

/** With its people as far as the actor may count them, what stands on it, and what the journal says last of it. */
export async function viewUnit(actor: Actor, code: string): Promise<WholeUnit> {
  const unit = await readUnit(actor, code)
  const [people, uses, written] = await Promise.all([
    headcountOf(actor, code),
    queries.countUses(sql, unit.id, isoToday()),
    can(actor, 'organisation.write') || can(actor, 'accounts.read') ? queries.listLines(code, lines) : [],
  ])
  return { unit, people, uses, lines: written.map(({ event, ...line }) => ({ ...line, label: labelOf(event) })) }
}

/** The assignments that lead into a unit on a day to come, as far as the actor reads of them. */
export function comingInto(actor: Actor, unit: queries.UnitView): Promise<Coming[]> {
  return listComing(actor, unit.id, isoToday(), mostFound)
}

/** Who may be put at the head of a unit: the one chosen, or those whom the words may mean. */
export async function findChiefs(
  actor: Actor,
  { q, personne }: { q: string | null; personne: string | null },
): Promise<{ chosen: queries.Person | null; found: queries.Person[]; more: boolean }> {
  const today = isoToday()
  if (personne) {
    const chosen = await queries.findInOffice(sql, personne, today)
    if (!chosen) throw missing('Cette personne n’est pas en activité au ministère.')
    return { chosen, found: [], more: false }
  }
  const read = q ? await queries.listInOffice(actor, q, today, mostFound + 1) : []
  return { chosen: null, found: read.slice(0, mostFound), more: read.length > mostFound }
}
