import { z } from 'zod'
import { record } from '../activities/activities'
import { can, type User } from '../actor'
import { demandProof, proofField } from '../auth/auth'
import { afterCommit, type Tx, transaction } from '../db/sql'
import { fieldErrors } from '../lib/form'
import { conflict, forbidden, invalid, missing, type Problem } from '../lib/problems'
import { isoToday } from '../lib/today'
import { publish } from '../redis/channel'
import * as queries from './queries'
import * as rules from './rules'
import { type SettingName, type Settings, settingsSchema, typedSettings } from './schema'
import { readChosen, refreshSettings, settings } from './settings'

export { isProved, proofForm } from '../auth/auth'

const number = z.string('Rechargez la page.').regex(/^\d{1,15}$/, 'Rechargez la page.')

/** Of one tab: its fields as typed, the version that was read, and the password when it is asked for. */
export const changeForm = z.object({ version: number, proof: proofField }).catchall(z.string())
export const returnForm = z.strictObject({ version: number, proof: proofField })

/** As they stand, with the number to hand back with a change. */
export type Standing = { version: string; chosen: Settings; at: Date | null; by: string | null }

export const untouched: Standing = { version: '0', chosen: settingsSchema.parse({}), at: null, by: null }

/** Decides what is on one tab of the page. What somebody else has decided there since `version` was read is a 409. */
export async function changeSettings(
  actor: User,
  section: rules.SectionName,
  input: z.output<typeof changeForm>,
): Promise<void> {
  const { version, proof, ...typed } = input
  const names: readonly SettingName[] = rules.sections[section].fields
  await mayWrite(actor, proof, () => check(typed, names))
  const seen = await standingAt(version)
  await decide(actor, (now) => {
    const theirs = rules.changedNames(seen.chosen, now.chosen).filter((name) => names.includes(name))
    const next = { ...now.chosen, ...check(typed, names) }
    const same = rules.changedNames(now.chosen, next).length === 0
    if (theirs.length > 0 && !same) throw outdated()
    return next
  })
}

/** Everything as it was at a version, as a new one. */
export async function returnTo(actor: User, wanted: string, input: z.output<typeof returnForm>): Promise<void> {
  await mayWrite(actor, input.proof)
  const former = await queries.findVersion(wanted)
  const chosen = former && readChosen(former)
  if (!chosen) throw missing()
  await decide(actor, (now) => {
    // asked twice, it is done once
    if (now.version !== input.version && rules.changedNames(now.chosen, chosen).length > 0) throw outdated()
    return chosen
  })
}

/** One setting alone, whatever the others are; `before` does what it stands on, in the same transaction. */
export async function setAlone(
  actor: User,
  proof: string | null,
  change: Partial<Settings>,
  before?: (tx: Tx) => Promise<void>,
): Promise<void> {
  await mayWrite(actor, proof)
  await decide(actor, (now) => ({ ...now.chosen, ...change }), before)
}

/** A version that there was; what has never been decided is version 0. */
export async function standingAt(version: string): Promise<Standing> {
  const found = version === '0' ? undefined : await queries.findVersion(version)
  return found ? standing(found) : untouched
}

async function decide(actor: User, next: (now: Standing) => Settings, before?: (tx: Tx) => Promise<void>) {
  await transaction(async (tx) => {
    const latest = await queries.lockLatest(tx)
    const now = latest ? standing(latest) : untouched
    const chosen = next(now)
    const errors = rules.crossErrors(chosen)
    if (errors.length > 0) throw invalid(errors)
    const names = rules.changedNames(now.chosen, chosen)
    await before?.(tx)
    if (names.length === 0) return
    const version = await queries.insert(tx, chosen, actor.id)
    if (rules.weightsChanged(now.chosen, chosen)) await queries.setWeights(tx, isoToday(), chosen)
    await record(tx, actor, {
      event: 'settings.changed',
      target: { kind: 'setting', id: version, name: null },
      before: rules.pick(now.chosen, names),
      after: rules.pick(chosen, names),
    })
    afterCommit(tx, () => publish('settings', version))
  })
  // in force here before the answer, and everywhere else a moment later
  await refreshSettings()
}

/** Of a version that makes no sense here, what is in force instead. */
function standing(version: queries.Version): Standing {
  return { ...version, chosen: readChosen(version) ?? settings() }
}

/** The fields of one tab; a field that is not on it is wrong. */
function check(typed: Record<string, string>, names: readonly SettingName[]): Partial<Settings> {
  const shape = Object.fromEntries(names.map((name) => [name, requiredOf(name)]))
  const read = z.strictObject(shape).safeParse(typed)
  if (!read.success) throw invalid(fieldErrors(read.error))
  return read.data as Partial<Settings>
}

/** On a form nothing stands for the default: what is missing is missing. */
function requiredOf(name: SettingName): z.ZodType {
  const schema: z.ZodType = typedSettings.shape[name]
  return schema instanceof z.ZodDefault ? (schema.unwrap() as z.ZodType) : schema
}

/** What is wrong with the rest is said first: nobody types a password again for nothing. */
async function mayWrite(actor: User, proof: string | null, checks?: () => unknown): Promise<void> {
  if (!can(actor, 'settings.write')) throw forbidden()
  checks?.()
  await demandProof(actor, proof)
}

function outdated(): Problem {
  const message = 'Ces paramètres ont été modifiés depuis que vous les avez ouverts.'
  return conflict(message, [{ field: 'version', message }])
}
