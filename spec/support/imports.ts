import { posix } from 'node:path'

/** A file of the house: its path from the top, and what is in it. */
export type File = { path: string; text: string }

/** `target` is a path of ours for a relative import, else a package's name. */
export type Import = { from: string; target: string; ours: boolean }

/** One sentence per import that the table of who may import whom does not allow. Types are free: they are gone at run time. */
export function forbiddenImports(files: File[]): string[] {
  const known = new Map(files.map((file) => [file.path.replace(/\.\w+$/, ''), file.path]))
  return files
    .filter((file) => !file.path.startsWith('spec/'))
    .flatMap((file) => importsOf(file, known))
    .filter((found) => (found.ours ? !mayImport(found.from, found.target) : !mayUse(found.from, found.target)))
    .map((found) => `${found.from} imports ${found.target}`)
}

/** What a file imports as values: static, re-exported, for its effects, or on demand. */
export function importsOf({ path, text }: File, known: Map<string, string>): Import[] {
  const statements = text.matchAll(/^\s*(?:import|export)\s+(?!type\b)(?:([^'"`;]*?)\s+from\s+)?'([^']+)'/gm)
  const onDemand = text.matchAll(/(?<!typeof\s)\bimport\(\s*['"]([^'"]+)['"]/g)
  const values = [...statements].filter(([, names]) => !onlyTypes(names)).map(([, , target]) => target)
  return [...values, ...[...onDemand].map(([, target]) => target)].map((target = '') => {
    const joined = posix.join(posix.dirname(path), target)
    return target.startsWith('.')
      ? { from: path, target: known.get(joined) ?? joined, ours: true }
      : { from: path, target, ours: false }
  })
}

/** `{ type A, type B }` */
function onlyTypes(names: string | undefined): boolean {
  const list = names?.match(/^\{(.*)\}$/s)?.[1]
  return list?.split(',').every((name) => !name.trim() || name.trim().startsWith('type ')) ?? false
}

function mayImport(from: string, target: string): boolean {
  const [here, there] = [placeOf(from), placeOf(target)]
  if (there.kind === 'unknown') return false
  if (here.kind === 'door') return true
  if (there.kind === 'door') return false
  const own = here.feature !== undefined && here.feature === there.feature
  const allowed: Record<Kind, boolean> = {
    lib: there.kind === 'lib',
    config: there.kind === 'lib',
    actor: there.kind === 'lib',
    db: ['db', 'config', 'actor', 'lib'].includes(there.kind),
    redis: ['redis', 'config', 'lib'].includes(there.kind),
    components: ['components', 'layout', 'lib'].includes(there.kind),
    layout: ['components', 'layout', 'lib'].includes(there.kind),
    http:
      ['http', 'redis', 'actor', 'config', 'lib', 'layout'].includes(there.kind) ||
      (from.startsWith('src/http/session.') && there.feature === 'auth'),
    rules: there.kind === 'lib',
    queries: ['db', 'lib'].includes(there.kind),
    part: (own && there.kind !== 'routes') || ['face', 'db', 'redis', 'actor', 'config', 'lib'].includes(there.kind),
    face: (own && there.kind !== 'routes') || ['face', 'db', 'redis', 'actor', 'config', 'lib'].includes(there.kind),
    routes: own || ['http', 'components', 'layout', 'actor', 'lib'].includes(there.kind),
    door: true,
    unknown: false,
  }
  return allowed[here.kind]
}

/** Packages that have one door, and Hono, which what is not about requests and pages does not know. */
function mayUse(from: string, name: string): boolean {
  const { kind, feature } = placeOf(from)
  if (/^postgres(\/|$)/.test(name)) return kind === 'db'
  if (/^(redis|@redis\/.*)$/.test(name)) return kind === 'redis'
  if (/^(lucia|oslo)(\/|$)/.test(name)) return feature === 'auth'
  if (!/^(hono|@hono\/.*)(\/|$)/.test(name)) return true
  if (kind === 'components' || kind === 'layout') return /^hono\/(jsx|html|utils\/html)(\/|$)/.test(name)
  return ['http', 'routes', 'door'].includes(kind)
}

const kinds = ['lib', 'config', 'actor', 'db', 'redis', 'http', 'components', 'layout'] as const
type Kind = (typeof kinds)[number] | 'rules' | 'queries' | 'part' | 'face' | 'routes' | 'door' | 'unknown'

/** Which line of the table a file is on, and the feature that it belongs to. */
function placeOf(path: string): { kind: Kind; feature?: string } {
  if (path.startsWith('components/layout/')) return { kind: 'layout' }
  if (path.startsWith('components/')) return { kind: 'components' }
  const [, folder, name] = path.match(/^src\/(?:([\w-]+)\/)?(?:.*\/)?([\w-]+)\.tsx?$/) ?? []
  if (!name) return { kind: 'unknown' }
  if (!folder) return { kind: name === 'config' || name === 'actor' ? name : 'door' }
  if (folder === 'api') return { kind: 'door' }
  const material = kinds.find((kind) => kind === folder)
  if (material) return { kind: material }
  if (name === folder) return { kind: 'face', feature: folder }
  if (name === 'rules' || name === 'queries') return { kind: name, feature: folder }
  return { kind: /(^|-)(routes|api)$/.test(name) ? 'routes' : 'part', feature: folder }
}
