import { record } from '../activities/activities'
import type { User } from '../actor'
import { config } from '../config'
import { transaction } from '../db/sql'
import { examined, type Verdict, versionOf } from '../lib/clamd'
import { wrongFile } from '../lib/file-fault'
import { log } from '../lib/log'
import { Problem } from '../lib/problems'

export { pdfFault } from './pdf'

/** ms that somebody waits for it behind a form; ops wait for less. */
const patience = 10_000
const glance = 1_000

/**
 * Refuses what the scanner finds something in, at the field that the file came by. A house that has a scanner keeps nothing that it
 * has not seen: a file goes from one person to another, and who opens it trusts that it was looked at. So while it is away files
 * wait; a house without one goes by what the program itself makes of a file.
 */
export async function refuseInfected(
  actor: User,
  field: string,
  { name, bytes }: { name: string; bytes: Buffer },
): Promise<void> {
  if (!config.CLAMAV_URL) return
  const verdict = await examined(config.CLAMAV_URL, bytes, patience).catch((cause) => {
    log.error({ reason: String(cause) }, 'scanner.away')
    throw away(field)
  })
  if (verdict.is === 'clean') return
  if (verdict.is === 'too-big') log.error({ bytes: bytes.length }, 'scanner.too_big')
  else log.warn({ 'user.id': actor.id, found: verdict.by }, 'file.infected')
  await refuseFound(actor, field, name, verdict)
}

/** What the scanner has found in a file, written in the journal, or that it was too long for it. */
export async function refuseFound(
  actor: User,
  field: string,
  name: string,
  verdict: Exclude<Verdict, { is: 'clean' }>,
): Promise<never> {
  if (verdict.is === 'too-big')
    throw wrongFile(
      field,
      'too-large-to-scan',
      'Ce fichier est trop volumineux pour être examiné par l’antivirus. Envoyez-en un plus léger.',
    )
  const target = { kind: 'account' as const, id: actor.id, name: actor.name }
  await transaction((tx) => record(tx, actor, { event: 'file.infected', target, after: { name, found: verdict.by } }))
  throw wrongFile(
    field,
    'infected',
    'L’antivirus a trouvé un programme malveillant dans ce fichier\u202f: il n’est pas gardé.',
  )
}

/** What it makes of a file that nobody waits for: `away` when it does not say. */
export async function lookedAt(file: AsyncIterable<Buffer>): Promise<Verdict | { is: 'away' }> {
  if (!config.CLAMAV_URL) return { is: 'clean' }
  return examined(config.CLAMAV_URL, file, patience).catch((cause) => {
    log.error({ reason: String(cause) }, 'scanner.away')
    return { is: 'away' as const }
  })
}

export type ScannerState = { state: 'none' | 'on' | 'away'; version: string | null }

/** Whether there is one, and whether it answers. */
export async function scannerState(): Promise<ScannerState> {
  if (!config.CLAMAV_URL) return { state: 'none', version: null }
  const version = await versionOf(config.CLAMAV_URL, glance).catch(() => null)
  return { state: version === null ? 'away' : 'on', version }
}

/** At the field too, so that the form comes back with what was typed. */
function away(field: string) {
  const message =
    'L’antivirus ne répond pas\u202f: ce fichier ne peut pas être reçu pour l’instant. Réessayez dans un instant.'
  return new Problem('unavailable', message, {
    errors: [{ field, message }],
    retryAfter: 30,
    fileFault: 'scanner-away',
  })
}
