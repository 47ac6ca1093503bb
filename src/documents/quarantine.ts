import { record } from '../activities/activities'
import { system } from '../actor'
import { transaction } from '../db/sql'
import { log } from '../lib/log'
import { notify } from '../notifications/notifications'
import { lookedAt } from '../scanner/scanner'
import { storage } from '../storage/storage'
import * as queries from './quarantine-queries'

const examiner = system('Antivirus')
/** Those that came first; the others at the next turn. */
const atATime = 50

/** Has the scanner look at what came while it was away; while it is away still, all of it waits. Returns how many were judged. */
export async function examineQuarantine(): Promise<number> {
  let judged = 0
  for (const hash of await queries.listWaiting(atATime)) {
    const content = await storage().read(hash)
    if (!content) {
      log.error({ hash }, 'storage.lost')
      continue
    }
    const verdict = await lookedAt(content).finally(() => content.destroy())
    if (verdict.is === 'away') break
    if (verdict.is === 'clean') await queries.setClean(hash)
    else await condemn(hash, verdict.is === 'infected' ? verdict.by : 'fichier trop volumineux pour l’antivirus')
    judged += 1
  }
  return judged
}

/** It is in nobody's file any more, and its bytes are not kept. */
async function condemn(hash: string, found: string): Promise<void> {
  await transaction(async (tx) => {
    for (const { id, personId, label, addedBy } of await queries.condemn(tx, hash)) {
      const target = { kind: 'document' as const, id, name: label }
      await record(tx, examiner, { event: 'documents.infected', target, personId, after: { found } })
      if (!addedBy) continue
      const title = `L’antivirus a refusé un document que vous aviez ajouté\u202f: ${label}.`
      await notify(tx, {
        userId: addedBy,
        kind: 'document',
        title,
        href: `/personnel/${personId}?onglet=documents`,
        personId,
      })
    }
  })
  await storage().remove(hash)
}
