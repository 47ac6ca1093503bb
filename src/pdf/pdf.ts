import { Worker } from 'node:worker_threads'
import { built } from '../lib/built'
import { few } from '../lib/few'
import { drawn } from './drawing'
import type { Paper } from './paper'

export type { Block, Letterhead, Paper, Table } from './paper'

/** About fifty pages: what is longer would hold up everybody else of the process. */
const atMostHere = 1_500
const patience = 120_000
const inTurn = few(1, 4, 'Plusieurs longs documents sont déjà en cours. Réessayez dans un instant.')

/** The paper as a PDF, tagged and in French (ISO 32000-1 §14.8). The same paper gives the same bytes. */
export function pdfOf(paper: Paper): Promise<Buffer> {
  return lengthOf(paper) <= atMostHere ? drawn(paper) : pdfAside(paper)
}

/** The same, drawn by a thread however short it is: for what nobody waits for. */
export function pdfAside(paper: Paper): Promise<Buffer> {
  return inTurn(() => drawnAside(paper))
}

let first: Promise<unknown> | undefined

/**
 * The first paper of a process takes ten times as long as the next ones: asked for before a lock is taken, nobody waits behind it
 * while the typeface is opened.
 */
export async function readyToDraw(): Promise<void> {
  first ??= drawn({ title: '', letterhead: nobody, blocks: [], at: '2000-01-01T00:00:00Z' })
  await first
}

const nobody = { country: '', motto: '', organisation: '', service: '', logo: null, contact: null }

function lengthOf({ blocks }: Paper): number {
  return blocks.reduce((sum, block) => sum + ('rows' in block ? block.rows.length : 10), 0)
}

function drawnAside(paper: Paper): Promise<Buffer> {
  const worker = new Worker(built('drawing-thread.js'), { env: {}, execArgv: [], workerData: paper })
  return new Promise((resolve, reject) => {
    const tooLate = setTimeout(() => void worker.terminate(), patience)
    worker.once('message', (bytes: Uint8Array) =>
      resolve(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)),
    )
    worker.once('error', reject)
    worker.once('exit', () => {
      clearTimeout(tooLate)
      reject(new Error('The drawing of a paper did not come to its end'))
    })
  })
}
