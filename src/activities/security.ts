import type { User } from '../actor'
import { transaction } from '../db/sql'
import { log } from '../lib/log'
import { limiter } from '../redis/limiter'
import type { Activity } from './events'
import { isSomeRow } from './journal-queries'
import { record } from './record'

/** So many refusals of one account are written in a minute: whoever goes on must not fill the journal. */
const refusals = limiter('access.refused', 30, 60)
/** One reader opens one file: one line in a quarter of an hour, however many of its pages are read. */
const readings = limiter('personnel.read', 1, 900)

/**
 * Writes that somebody was refused a page, or a row that is there. What is not there is nobody's: a link that is too old
 * is no attempt at anything. Called after the answer; what cannot be written is said in the log instead.
 */
export async function noteRefusal(
  actor: User,
  refused: { method: string; route: string; id: string | null; status: number },
): Promise<void> {
  const { method, route, id, status } = refused
  // named to nobody here: whose file it is, the journal tells those who may open it, and not the one who was refused
  const target = { kind: 'page' as const, id: id ?? route, name: null }
  const after = { method, path: addressOf(route, id), status }
  await noted(actor, { event: 'access.refused', target, after }, async () => {
    if (status === 404 && !(id && (await isSomeRow(id)))) return false
    return (await refusals.consume(actor.id)).allowed
  })
}

/**
 * What was asked for, without what the address carries besides: of a route only the place of a row's id is filled in, and by
 * nothing that is as long as a token. What else a route leaves open (`:token`, `:code`) stays as the route has it.
 */
function addressOf(route: string, id: string | null): string {
  return id && /^[\w-]{1,36}$/.test(id) ? route.replace(/:id(?=\/|$)/, () => id) : route
}

/** Writes that somebody read what not everybody may of a file that is not their own. */
export async function noteReading(actor: User, file: { id: string; name: string; fields: string[] }): Promise<void> {
  if (file.id === actor.personId || file.fields.length === 0) return
  const target = { kind: 'personnel' as const, id: file.id, name: file.name }
  const line = { event: 'personnel.read' as const, target, personId: file.id, after: { fields: file.fields } }
  const key = `${actor.id} ${file.id}`
  const written = await noted(actor, line, async () => (await readings.consume(key)).allowed)
  if (!written) await readings.reset(key)
}

/** False when it should have been written and was not. */
async function noted(actor: User, activity: Activity, wanted: () => Promise<boolean>): Promise<boolean> {
  try {
    if (await wanted()) await transaction((tx) => record(tx, actor, activity))
    return true
  } catch (error) {
    const told = { 'user.id': actor.id, event: activity.event, target: activity.target?.id, reason: String(error) }
    log.warn(told, 'journal.not_written')
    return false
  }
}
