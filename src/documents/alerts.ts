import { type Tx, transaction } from '../db/sql'
import { frenchDay } from '../lib/french'
import { log } from '../lib/log'
import { notify } from '../notifications/notifications'
import * as queries from './alert-queries'

/**
 * Tells of the papers that end within 90, 30 and 7 days, each time once: the person, and those who keep the files in one line for
 * all. A turn that was missed is made up for by the next; then only the nearest is told.
 */
export async function sendAlerts(): Promise<number> {
  const people = await transaction(async (tx) => {
    const due = await queries.claimDue(tx)
    for (const one of due) await tellOwner(tx, one)
    if (due.length > 0) await tellKeepers(tx, due)
    return due.length
  })
  if (people > 0) log.info({ documents: people }, 'documents.alerted')
  return people
}

async function tellOwner(tx: Tx, { label, expiresOn, personId, account }: queries.Due): Promise<void> {
  if (!account) return
  const title = `${label}\u202f: échéance le ${frenchDay(expiresOn)}.`
  await notify(tx, {
    userId: account,
    kind: 'document',
    title,
    href: `/personnel/${personId}?onglet=documents`,
    personId,
  })
}

async function tellKeepers(tx: Tx, due: queries.Due[]): Promise<void> {
  for (const days of [...new Set(due.map((one) => one.days))].sort((a, b) => a - b)) {
    const count = due.filter((one) => one.days === days).length
    const title =
      count < 2
        ? `Un document arrive à échéance dans ${days}\u00a0jours.`
        : `${count} documents arrivent à échéance dans ${days}\u00a0jours.`
    for (const userId of await queries.listKeepers(tx))
      await notify(tx, { userId, kind: 'document', title, href: `/documents?delai=${days}` })
  }
}
