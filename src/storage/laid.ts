import { createHash, randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { access, type FileHandle, mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { config } from '../config'
import { because } from '../lib/file-fault'
import { log } from '../lib/log'
import { unavailable } from '../lib/problems'

/** A file that has come in and is looked at: on the disk, under no name that leads to it. */
export type Laid = { path: string; hash: string; bytes: number }

/** ms after which what somebody laid down and left is nobody's. */
const forgotten = 3_600_000

/** Where files wait: beside those that are kept, so that keeping one is renaming it. */
export function laidFolder(): string {
  return resolve(config.DATA_DIR, 'files', 'incoming')
}

/** Writes what comes to the disk while it is hashed: no more of it is in memory than the piece at hand. A failure leaves nothing. */
export async function lay(pieces: AsyncIterable<Buffer> | Iterable<Buffer>): Promise<Laid> {
  const path = join(laidFolder(), `${randomBytes(16).toString('hex')}.part`)
  const hash = createHash('sha256')
  let bytes = 0
  try {
    await mkdir(laidFolder(), { recursive: true, mode: 0o700 })
    const file = await open(path, 'wx', 0o600)
    try {
      for await (const piece of pieces) {
        hash.update(piece)
        bytes += piece.length
        await writeWhole(file, piece)
      }
      await file.sync()
    } finally {
      await file.close()
    }
    return { path, hash: hash.digest('hex'), bytes }
  } catch (error) {
    await rm(path, { force: true })
    throw asOutage(error)
  }
}

/** Opened when its first piece is asked for: whoever asks for none leaves nothing open. */
export async function* readLaid({ path }: Laid): AsyncGenerator<Buffer> {
  yield* createReadStream(path)
}

/** Whether it is still there: a storage that keeps a file may take it over as it lies. */
export function isLaid({ path }: Laid): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

export async function dropLaid({ path }: Laid): Promise<void> {
  await rm(path, { force: true })
}

/** What was laid down by a process that is no more. */
export async function dropForgotten(now = Date.now()): Promise<number> {
  let dropped = 0
  for (const name of await readdir(laidFolder()).catch(() => [])) {
    const path = join(laidFolder(), name)
    const found = await stat(path).catch(() => null)
    if (!found || now - found.mtimeMs < forgotten) continue
    await rm(path, { force: true })
    dropped += 1
  }
  return dropped
}

async function writeWhole(file: FileHandle, piece: Buffer): Promise<void> {
  for (let at = 0; at < piece.length; ) at += (await file.write(piece, at)).bytesWritten
}

const full: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])
const failing: ReadonlySet<string> = new Set(['EIO', 'EROFS', 'EACCES', 'EPERM', 'EMFILE', 'ENFILE'])

/** A disk that takes no more, or fails, is an outage: nothing was kept, and ops hear of it. */
export function asOutage(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (!full.has(code) && !failing.has(code)) return error
  log.error({ code }, full.has(code) ? 'storage.full' : 'storage.failed')
  const why = full.has(code)
    ? 'il n’y a plus de place pour garder des fichiers'
    : 'le stockage des fichiers ne répond pas'
  const message = `Le fichier n’a pas été gardé\u202f: ${why}. Prévenez l’administrateur, puis recommencez.`
  const fault = full.has(code) ? 'disk-full' : 'disk-failed'
  return Object.assign(because(fault, unavailable(message, 60)), { cause: error })
}
