import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { config } from '../config'
import { type Key, keysInFile } from '../lib/keys'

/**
 * The keys of this house: those of the environment, or a site's own in its data folder (`make`: made when it is not there). Null
 * when there are none: several processes on one database would each make another.
 */
export function siteKeys({ make }: { make: boolean }): Key[] | null {
  if (config.SECRET_KEYS) return config.SECRET_KEYS
  if (config.DATABASE_URL) return null
  const file = resolve(config.DATA_DIR, 'secret.key')
  return make || existsSync(file) ? keysInFile(file) : null
}
