import { randomBytes } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { Argon2id } from 'oslo/password'
import { few } from '../lib/few'

/** OWASP's second recommended setting for Argon2id: 19 MiB, two passes. */
const argon2id = new Argon2id({ memorySize: 19_456, iterations: 2, parallelism: 1 })

/** A hash nobody's password has: verified when there is no account, so that both answers cost the same. */
let decoy: Promise<string> | undefined

export function hashPassword(password: string): Promise<string> {
  return inTurn(() => argon2id.hash(password.normalize('NFC')))
}

/** False for a wrong password and for no account at all, after the same work. */
export async function verifyPassword(hash: string | null, password: string): Promise<boolean> {
  // made and waited for by whoever comes first, with an account or without
  decoy ??= argon2id.hash(randomBytes(16).toString('hex'))
  const spare = await decoy
  const against = hash ?? spare
  const right = await inTurn(() => argon2id.verify(against, password.normalize('NFC')).catch(() => false))
  return right && hash !== null
}

// Each hash takes 19 MiB, a processor, and one of the pool's four threads: a flood of sign-ins must not starve the compression
// of pages, and more of them than processors only take memory.
const inTurn = few(
  Math.min(3, availableParallelism()),
  64,
  'Trop de connexions en même temps. Réessayez dans un instant.',
)
