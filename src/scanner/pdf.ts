import { Worker } from 'node:worker_threads'
import { built } from '../lib/built'
import { few } from '../lib/few'
import type { FileFault } from '../lib/file-fault'
import { log } from '../lib/log'
import type { Fault } from './pdf-thread'

/**
 * A PDF is taken apart by a thread of its own: seconds of work for one made to be slow, while the site goes on answering. The thread
 * ends with its file, so nothing of one is there when the next is read, and one that does not come to an end is ended.
 */
const inTurn = few(2, 8, 'Trop de fichiers arrivent en ce moment. Réessayez dans un instant.')
/** ms that one file may take: five seconds, and one more for each five megabytes. */
const patienceWith = (bytes: Buffer) => 5_000 + bytes.length / 5_000

/** What speaks against keeping this PDF, for the log and in words for who sent it; null when nothing does. */
export async function pdfFault(
  bytes: Buffer,
  ms = patienceWith(bytes),
): Promise<{ is: FileFault; said: string } | null> {
  const found = await inTurn(() => examined(bytes, ms))
  return found && { is: found, said: words[found] }
}

/** Of its own heap; the file itself is held outside of it. */
const resourceLimits = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 128 }

/** A thread that fails, or is too slow, has not read it. */
function examined(bytes: Buffer, ms: number): Promise<Fault | 'unread' | null> {
  const { buffer: own } = Uint8Array.from(bytes)
  const options = { env: {}, execArgv: [], resourceLimits, workerData: own, transferList: [own] }
  const worker = new Worker(built('pdf-thread.js'), options)
  return new Promise((resolve) => {
    let found: Fault | 'unread' | null = 'unread'
    const tooLate = setTimeout(() => void worker.terminate(), ms)
    worker.once('message', (fault: Fault | null) => {
      found = fault
    })
    worker.once('error', (err) => log.warn({ err }, 'scanner.pdf_failed'))
    worker.once('exit', () => {
      clearTimeout(tooLate)
      resolve(found)
    })
  })
}

const words: Record<Fault | 'unread', string> = {
  unread: 'Ce fichier PDF n’a pas pu être lu. Enregistrez-le de nouveau, puis envoyez-le.',
  unreadable: 'Ce PDF est illisible ou incomplet. Enregistrez-le de nouveau, puis envoyez-le.',
  active:
    'Ce PDF contient du code, un fichier joint ou une action automatique. Imprimez-le dans un nouveau PDF, puis envoyez-le.',
  locked: 'Ce PDF est protégé par un mot de passe. Envoyez-le sans protection.',
  bomb: 'Ce PDF est trop volumineux une fois ouvert. Envoyez seulement les pages utiles.',
}
