import { resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { config } from '../config'
import { folderStore } from './folder'
import { dropLaid, type Laid, lay } from './laid'
import { placeOfUrl, s3Store } from './s3'

export { dropForgotten, dropLaid, isLaid, type Laid, lay, readLaid } from './laid'

/** Bytes from `start` to `end`, both included. */
export type Range = { start: number; end: number }

/** Where files are kept, each under the SHA-256 of what it holds: the same content is there once. */
export type Store = {
  /** Takes over what was laid down. Keeping the same again is keeping it once. */
  keep(laid: Laid): Promise<void>
  /** Null when it is not there. */
  read(hash: string, range?: Range): Promise<Readable | null>
  has(hash: string): Promise<boolean>
  remove(hash: string): Promise<void>
  /** `at`: when it was last kept. */
  list(): AsyncIterable<{ hash: string; bytes: number; at: Date }>
}

let opened: Store | undefined

/** The folder of files, or the bucket that `STORAGE_URL` names. */
export function storage(): Store {
  opened ??= config.STORAGE_URL
    ? s3Store(placeOfUrl(config.STORAGE_URL))
    : folderStore(resolve(config.DATA_DIR, 'files'))
  return opened
}

/** Keeps what comes, under its hash. A failure leaves nothing. */
export async function put(pieces: AsyncIterable<Buffer> | Iterable<Buffer>, store = storage()) {
  const laid = await lay(pieces)
  try {
    await store.keep(laid)
    return { hash: laid.hash, bytes: laid.bytes }
  } finally {
    await dropLaid(laid)
  }
}

/** The whole of a small one. */
export async function readWhole(from: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of from) pieces.push(piece)
  return Buffer.concat(pieces)
}
