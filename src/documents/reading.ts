import type { Readable } from 'node:stream'
import { record } from '../activities/activities'
import type { User } from '../actor'
import { transaction } from '../db/sql'
import { log } from '../lib/log'
import { conflict, missing } from '../lib/problems'
import { limiter } from '../redis/limiter'
import { storage } from '../storage/storage'
import { findDocument, type Row } from './queries'
import { rangeOf } from './rules'

/** One reader opens one paper: one line in a quarter of an hour, in however many parts it is read. */
const readings = limiter('documents.read', 1, 900)

export type Opened = { document: Row; part: { start: number; end: number } | null; content: Readable | null }

/** A paper, to be sent: all of it, the part that is asked for, or `content` null when there is no such part. */
export async function openDocument(actor: User, id: string, range: string | undefined): Promise<Opened> {
  const document = await findDocument(actor, id)
  if (!document || document.state === 'infectee') throw missing()
  if (document.state === 'quarantaine')
    throw conflict('Ce document n’a pas encore été examiné par l’antivirus. Il pourra être ouvert ensuite.')
  const part = rangeOf(range, document.bytes)
  if (part === 'outside') return { document, part: null, content: null }
  const content = await storage().read(document.hash, part ?? undefined)
  if (!content) {
    log.error({ hash: document.hash }, 'storage.lost')
    throw missing('Ce fichier n’est plus dans le stockage. Prévenez l’administrateur.')
  }
  await noteReading(actor, document)
  return { document, part, content }
}

async function noteReading(actor: User, { id, personId, guard, typeLabel, version }: Row): Promise<void> {
  if (guard === null || personId === actor.personId) return
  if (!(await readings.consume(`${actor.id} ${id}`)).allowed) return
  const target = { kind: 'document' as const, id, name: typeLabel }
  await transaction((tx) =>
    record(tx, actor, { event: 'documents.read', target, personId, after: { documentVersion: version } }),
  )
}
