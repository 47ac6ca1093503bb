import { createHash, randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { Refusal } from './refusal'

/** One key of 256 bits, and the name that what it has sealed calls it by. */
export type Key = { id: string; bytes: Buffer }

/** `id:base64(32 bytes)`, several of them between commas or on lines. Null when it cannot be read so, or was drawn by nobody. */
export function keysIn(text: string): Key[] | null {
  const keys = text
    .split(/[\s,]+/)
    .filter(Boolean)
    .map(keyIn)
  if (keys.length === 0 || keys.some((key) => key === null)) return null
  return new Set(keys.map((key) => key?.id)).size === keys.length ? (keys as Key[]) : null
}

/** A new one, as `keysIn` reads it. Its name comes from it, so that two keys do not bear the same. */
export function newKey(): string {
  const bytes = randomBytes(32)
  return `${createHash('sha256').update(bytes).digest('hex').slice(0, 8)}:${bytes.toString('base64url')}`
}

/**
 * The keys in this file, which is made when it is not there: whole or not at all, for its owner only, and once, however many
 * processes come to it together.
 */
export function keysInFile(file: string): Key[] {
  const known = read(file)
  if (known === null) make(file)
  const keys = keysIn(known ?? read(file) ?? '')
  if (keys) return keys
  throw new Refusal(`Le fichier ${file} ne contient pas de clé lisible (« nom:clé »)\u202f: rendez-le tel qu’il était.`)
}

function keyIn(text: string): Key | null {
  const [, id, encoded] = /^([\w-]{1,16}):([\w+/-]{43}=?)$/.exec(text) ?? []
  if (!id || !encoded) return null
  const bytes = Buffer.from(encoded, 'base64')
  // of 32 bytes that are drawn, 16 and more are different ones: fewer are a word that somebody has typed
  return bytes.length === 32 && new Set(bytes).size >= 16 ? { id, bytes } : null
}

function make(file: string): void {
  const mine = `${file}.${randomBytes(16).toString('hex')}`
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    writeFileSync(mine, `${newKey()}\n`, { mode: 0o600, flag: 'wx', flush: true })
  } catch {
    throw new Refusal(
      `Le fichier de clé ${file} ne peut pas être créé\u202f: donnez à SECRET_KEYS ce qu’écrit « npm run cli -- keys:new ».`,
    )
  }
  try {
    linkSync(mine, file)
  } catch (error) {
    // somebody was quicker: theirs is the one
    if (read(file) === null) throw error
  } finally {
    rmSync(mine)
  }
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw new Refusal(`Le fichier de clé ${file} ne peut pas être lu.`)
  }
}
