import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

/** A file of the repository, as text. */
export function readShipped(path: string): string {
  return readFileSync(join(import.meta.dirname, '../..', path), 'utf8')
}

/** A YAML file of the repository; `<<` merges, as Compose reads it. */
export function readYaml<T>(path: string): T {
  return parse(readShipped(path), { merge: true }) as T
}
