import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { config } from '../config'
import { type Key, keysInFile } from '../lib/keys'

/**
 * The keys of this house: those of the environment, or the file in its data folder (`make`: made when it is not there). Null when
 * there are none. Processes that share a database and no folder are told apart by the names there (db/sealed).
 */
export function siteKeys({ make }: { make: boolean }): Key[] | null {
  if (config.SECRET_KEYS) return config.SECRET_KEYS
  const file = resolve(config.DATA_DIR, 'secret.key')
  return make || existsSync(file) ? keysInFile(file) : null
}
