import { z } from 'zod'
import { noteReading, record } from '../activities/activities'
import { policy, type Role, roles, type User } from '../actor'
import { type Tx, transaction } from '../db/sql'
import { optional, text, whole } from '../lib/form'
import { type FieldError, invalid, missing } from '../lib/problems'
import { isoToday } from '../lib/today'
import { send } from '../mail/mail'
import { notify, notifyPerson } from '../notifications/notifications'
import { changePerson, personChanges } from '../personnel/personnel'
import { decidedAlready } from './decided'
import { dropFile, takeFile } from './kept'
import { dropProofOf, getProof, type ProofKept } from './proofs'
import * as queries from './queries'
import * as rules from './rules'

export { uploadLimitBytes } from '../settings/settings'
export { fileBeside, fileKept } from './kept'
export { listAbout, listQuery, listToDecide } from './list'

const only = { phone: true, otherPhone: true, maritalStatus: true, children: true, address: true, poBox: true } as const

/** The same rules as for whoever keeps the files; what is not given is not asked. */
export const askForm = personChanges.pick(only).extend({ note: optional(text(300)) })
/** `version`: of the file that was read beside the request. */
export const acceptForm = z.strictObject({ version: whole(1, 999_999_999) })
export const refuseForm = z.strictObject({ reason: text(300, 3) })

/** Those who are told of a new request, and decide. */
const deciders: Role[] = roles.filter((role) => policy[role]['corrections.decide'])

/** One's own file as one may ask for it to be corrected; 404 for an account that is nobody's. */
export async function ownFile(actor: User): Promise<{ present: rules.Values; open: rules.Field[] }> {
  const own = actor.personId === null ? undefined : await queries.findOwn(actor.personId)
  if (!own) throw missing()
  return own
}

/**
 * Asks for what differs from one's own file, and returns the id. While it waits, asking for the same again is asking once.
 * `fileId`: of the file laid down for it, which is used once (`fileBeside`).
 */
export async function askCorrection(
  actor: User,
  { note, ...typed }: z.output<typeof askForm>,
  fileId: string | null,
): Promise<string> {
  const { personId } = actor
  if (personId === null) throw missing()
  return transaction(async (tx) => {
    const own = await queries.lockOwn(tx, personId)
    if (!own) throw missing()
    const asked = rules.changesAsked(own.present, typed)
    const open = await queries.listOpen(tx, personId)
    const same = open.find(({ after }) => rules.asksTheSame(after, asked.after))
    if (same) {
      await dropFile(tx, actor, fileId)
      return same.id
    }
    const taken = open.flatMap(({ after }) => Object.keys(after))
    const proofId = await takeFile(tx, actor, fileId)
    refuse(rules.askErrors(asked, taken, proofId !== null))
    const id = await queries.insertCorrection(tx, { personId, askedBy: actor.id, ...asked, note, proofId })
    await record(tx, actor, { event: 'corrections.asked', ...about({ id, personId, name: own.name }), ...asked })
    await tellDeciders(tx, actor, { id, personId, name: own.name })
    return id
  })
}

/** Takes back what nobody has decided; its proof is not kept. */
export async function withdrawCorrection(actor: User, id: string): Promise<void> {
  await transaction(async (tx) => {
    const found = await queries.lockCorrection(tx, queries.mine(actor), id)
    if (!found) throw missing()
    if (found.state === 'retiree') return
    if (found.state !== 'en_attente') throw decidedAlready(found)
    await dropProofOf(tx, id)
    await queries.setEnded(tx, id, { state: 'retiree', by: null, reason: null })
    await record(tx, actor, { event: 'corrections.withdrawn', ...about(found) })
  })
}

/** The file says from now on what was asked; its career stays what it was. */
export async function acceptCorrection(
  actor: User,
  id: string,
  { version }: z.output<typeof acceptForm>,
): Promise<void> {
  await transaction(async (tx) => {
    const found = await lockToDecide(tx, actor, id, 'acceptee')
    if (!found) return
    const { saved } = await changePerson(tx, actor, found.personId, version, found.after)
    await queries.setEnded(tx, id, { state: 'acceptee', by: actor.id, reason: null })
    await record(tx, actor, { event: 'corrections.accepted', ...about(found), after: { version: saved.version } })
    await tellAsker(tx, actor, found, null)
  })
}

export async function refuseCorrection(
  actor: User,
  id: string,
  { reason }: z.output<typeof refuseForm>,
): Promise<void> {
  await transaction(async (tx) => {
    const found = await lockToDecide(tx, actor, id, 'refusee')
    if (!found) return
    await queries.setEnded(tx, id, { state: 'refusee', by: actor.id, reason })
    await record(tx, actor, { event: 'corrections.refused', ...about(found), after: { reason } })
    await tellAsker(tx, actor, found, reason)
  })
}

/** One of one's own. */
export async function ownCorrection(actor: User, id: string): Promise<queries.Found> {
  return found(await queries.findCorrection(queries.mine(actor), id))
}

/** One that the actor decides, beside what the file says now. Who reads what a person is asked about is in the journal. */
export async function correctionToDecide(actor: User, id: string): Promise<queries.Found> {
  const correction = found(await queries.findCorrection(queries.toDecide(actor), id))
  await noteReading(actor, { id: correction.personId, name: correction.name, fields: ['private'] })
  return correction
}

export async function proofOf({ proof }: Pick<queries.Row, 'proof'>): Promise<ProofKept> {
  return found(proof ? await getProof(proof.id) : undefined)
}

function found<T>(one: T | undefined): T {
  if (one === undefined) throw missing()
  return one
}

/** Null when this person has said just that before: saying it twice is saying it once. */
async function lockToDecide(
  tx: Tx,
  actor: User,
  id: string,
  decision: 'acceptee' | 'refusee',
): Promise<queries.Locked | null> {
  const locked = found(await queries.lockCorrection(tx, queries.toDecide(actor), id))
  if (locked.state === 'en_attente') return locked
  if (locked.state === decision && locked.decider === actor.id) return null
  throw decidedAlready(locked)
}

type Request = { id: string; personId: string; name: string }

async function tellDeciders(tx: Tx, actor: User, { id, personId, name }: Request): Promise<void> {
  const who = await queries.listDeciders(tx, { personId, roles: deciders, today: isoToday(), except: actor.id })
  const told = {
    kind: 'corrections.asked',
    title: `${name} demande une correction`,
    href: `/corrections/${id}`,
    personId,
  }
  for (const userId of who) await notify(tx, { userId, ...told })
}

/** On their pages, and by a letter at once: they wait for it. `reason`: why it was refused, null when it was not. */
async function tellAsker(tx: Tx, actor: User, locked: queries.Locked, reason: string | null): Promise<void> {
  const { id, personId, asker } = locked
  const title = `Votre demande de correction est ${reason === null ? 'acceptée' : 'refusée'}`
  const kind = reason === null ? 'corrections.accepted' : 'corrections.refused'
  await notifyPerson(tx, actor, { personId, kind, title, href: `/profil/corrections/${id}` })
  if (asker)
    await send(tx, {
      letter: 'correction',
      to: asker,
      props: { id, fields: rules.fieldsOf(locked.after), refused: reason !== null },
    })
}

/** Whom and what a line of the journal is about. */
function about({ id, personId, name }: Request) {
  return { target: { kind: 'correction' as const, id, name }, personId }
}

function refuse(errors: FieldError[]): void {
  if (errors.length > 0) throw invalid(errors)
}
