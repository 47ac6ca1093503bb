import { type EventName, labelOf } from '../activities/activities'
import type { User } from '../actor'
import { listTypes } from '../documents/documents'
import type { Exportable } from '../lib/exportables'
import { listUnits } from '../organisation/organisation'
import { findSubject } from './subject'

/** What the filters of an address name by a code. */
export type Names = {
  units: { code: string; name: string }[]
  types: { code: string; label: string }[]
  person: string
  act: string
}

export async function namesFor(actor: User, list: Exportable, asked: Record<string, unknown>): Promise<Names> {
  const person = list === 'dossier' ? (await findSubject(actor, String(asked.personne)))?.name : undefined
  const [units, types] = await Promise.all([
    'unite' in asked ? listUnits() : [],
    list === 'documents' && asked.type ? listTypes() : [],
  ])
  const act = list === 'journal' && asked.acte ? labelOf(asked.acte as EventName) : ''
  return { units, types, person: person ?? '', act }
}
