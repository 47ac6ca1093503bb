import { record } from '../activities/activities'
import type { Actor } from '../actor'
import type { Tx } from '../db/sql'
import { inForce } from '../lib/career-acts'
import { conflict, invalid, missing } from '../lib/problems'
import * as queries from './queries'

/** What a decision says, and the paper that it is. */
export type Decision = { unit: string; on: string; decisionNumber: string; documentId: string }

/** The decision made of an assignment becomes its paper, and gives its number where none was. The file is held by the caller too. */
export async function givePaper(
  tx: Tx,
  actor: Actor,
  personId: string,
  actId: string,
  { unit, on, decisionNumber, documentId }: Decision,
): Promise<void> {
  const person = await queries.lockPerson(tx, actor, personId)
  const acts = person ? inForce(await queries.listActs(tx, personId)) : []
  const act = acts.find(({ id, kind }) => id === actId && kind === 'affectation')
  if (!person || !act) throw missing('Cette affectation n’est pas dans la carrière, ou elle vient d’être corrigée.')
  if (act.documentId) throw conflict('Cette affectation a déjà sa pièce.')
  const differing = [
    act.unit !== unit && { field: 'unite', message: `L’affectation inscrite est\u202f: ${act.unitName}.` },
    act.effectiveOn !== on && { field: 'effet', message: 'L’affectation inscrite est à une autre date.' },
  ].filter((one) => one !== false)
  if (differing.length > 0) throw invalid(differing)
  await queries.setPaper(tx, actId, { documentId, decisionNumber: act.decisionNumber ?? decisionNumber })
  const after = { kind: act.kind, effectiveOn: on, decisionNumber: act.decisionNumber ?? decisionNumber, documentId }
  const target = { kind: 'personnel' as const, id: personId, name: person.name }
  await record(tx, actor, { event: 'career.documented', target, personId, after: { act: after } })
}
