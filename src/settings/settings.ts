import { setTimeout as delay } from 'node:timers/promises'
import type { Tx } from '../db/sql'
import { log } from '../lib/log'
import { looking } from '../lib/looking'
import { outside } from '../lib/moment'
import { configureOrganisation } from '../lib/organisation'
import { subscribe } from '../redis/channel'
import * as queries from './queries'
import { type Settings, settingsSchema } from './schema'

export type { Settings } from './schema'

/** How often each process looks whether somebody has decided otherwise: it is done within two seconds everywhere. */
const lookEvery = 1_500

let current: { version: string; chosen: Settings } = { version: '0', chosen: settingsSchema.parse({}) }
let stopListening: (() => void) | undefined
/** A process that cannot read them keeps what it had. */
const quietly = looking('settings')
const listeners = new Set<(chosen: Settings) => void>()

/** What the administrators have decided, as this process knows it: of now, or of two seconds ago at most. */
export function settings(): Settings {
  return current.chosen
}

/** Of one file that somebody sends. */
export function uploadLimitBytes(): number {
  return current.chosen.uploadLimitMb * 1_048_576
}

/** Calls back with what is in force from now on, each time that it changes in this process. */
export function onSettings(listener: (chosen: Settings) => void): void {
  listeners.add(listener)
}

/** What holds from the first day of a house; who may decide otherwise later is not asked here. */
export async function layDown(tx: Tx, chosen: Partial<Settings>): Promise<void> {
  await queries.insert(tx, settingsSchema.parse(chosen), null)
}

/** Reads them, and goes on looking; throws only when they cannot be read at first. */
export async function followSettings(): Promise<void> {
  apply(current)
  await refreshSettings()
  stopListening = subscribe('settings', () => void quietly(refreshSettings))
  void outside(look)
}

export function forgetSettings(): void {
  stopListening?.()
  stopListening = undefined
}

async function look(): Promise<void> {
  for (;;) {
    await delay(lookEvery, undefined, { ref: false })
    if (!stopListening) return
    await quietly(refreshSettings)
  }
}

export async function refreshSettings(): Promise<void> {
  const found = await queries.findLatest(current.version)
  if (!found || BigInt(found.version) <= BigInt(current.version)) return
  const chosen = readChosen(found)
  // what makes no sense here is said once, and what was there goes on
  if (chosen) apply({ version: found.version, chosen })
  else current = { ...current, version: found.version }
}

/** What another version of the program has written and this one does not know is left out; null when it makes no sense here. */
export function readChosen({ version, chosen }: { version: string; chosen: Record<string, unknown> }): Settings | null {
  const known = Object.fromEntries(Object.entries(chosen).filter(([name]) => name in settingsSchema.shape))
  const read = settingsSchema.safeParse(known)
  if (read.success) return read.data
  log.error({ version, issues: read.error.issues.length }, 'settings.unreadable')
  return null
}

function apply(next: typeof current): void {
  current = next
  const { chosen } = next
  configureOrganisation({
    name: chosen.organisationName,
    shortName: chosen.organisationShortName,
    logo: chosen.logo,
    email: chosen.contactEmail,
    phone: chosen.contactPhone,
    signInNotice: chosen.signInNotice,
    matriculeModel: chosen.matriculeModel,
    closed: chosen.maintenance ? (chosen.maintenanceMessage ?? closedForNow) : null,
  })
  for (const listener of listeners) listener(chosen)
}

const closedForNow = 'Une intervention est en cours. Le site rouvrira dès qu’elle sera terminée.'
