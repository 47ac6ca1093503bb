import { open, seal } from '../lib/cipher'
import { log } from '../lib/log'
import { unavailable } from '../lib/problems'

/** As the database keeps it: bound to the account, and worth nothing without the site's key. */
export function sealSecret(userId: string, secret: Buffer): Buffer {
  return seal(secret, placeOf(userId))
}

/** 503 for what was altered, or sealed elsewhere: nobody gets in by it, and a recovery code still does. */
export function openSecret(userId: string, sealed: Buffer): Buffer {
  const secret = open(sealed, placeOf(userId))
  if (secret) return secret
  log.error({ 'user.id': userId }, 'second_factor.unreadable')
  throw unavailable(
    'Votre second facteur ne peut pas être vérifié pour l’instant. Utilisez un code de récupération, ou prévenez qui tient les comptes.',
  )
}

function placeOf(userId: string) {
  return { table: 'second_factors', column: 'secret', row: userId }
}
