import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { type File, forbiddenImports } from './support/imports'

const root = fileURLToPath(new URL('..', import.meta.url))
const source = ['src', 'components', 'spec'].flatMap(filesOf).filter(({ path }) => /\.tsx?$/.test(path))
const program = source.filter(({ path }) => !path.startsWith('spec/'))
const scripts = filesOf('public').filter(({ path }) => path.endsWith('.js'))

describe('the house', () => {
  it('imports only what the table of who may import whom allows', () => {
    none(forbiddenImports(source))
  })

  it('has no file longer than 250 lines, and 160 lines of script for the browser', () => {
    none(source.filter((file) => linesOf(file) > 250).map((file) => `${file.path}: ${linesOf(file)} lines`))
    expect(scripts.reduce((sum, file) => sum + linesOf(file), 0)).toBeLessThanOrEqual(160)
  })

  it('names each file after what is in it', () => {
    none(source.map(({ path }) => path).filter((path) => /^(index|types|utils|helpers)\.tsx?$/.test(basename(path))))
  })

  it('reads the environment in one place', () => {
    none(found(program, /process\.env\b/, ['src/config.ts']))
  })

  it('writes SQL that is not in a file as a template only', () => {
    none(found(program, /\.unsafe\(/, ['src/db/migrate.ts']))
  })

  it('gives browsers nothing to evaluate', () => {
    none(found([...program, ...scripts], /\bhx-on\b|['"`]js:|dangerouslySetInnerHTML|(?<!\.)\beval\(|new Function\(/))
  })

  it('puts text into a page unescaped in the frame of pages only', () => {
    none(found(program, /\braw\(/, ['components/layout/page.tsx', 'components/ui/piece.tsx']))
  })

  it('writes no escape where JSX would show it', () => {
    none(found(program, /="[^"{`]*\\u[0-9a-f]{4}|>[^<>{}`'"]*\\u[0-9a-f]{4}[^<>{}`'"]*</))
  })

  it('says at the head of each SQL file what it is', () => {
    const files = filesOf('sql').filter(({ path }) => path.endsWith('.sql'))
    none(files.filter(({ text }) => !/^\s*(--|\/\*)/.test(text)).map(({ path }) => path))
    expect(files).not.toEqual([])
  })

  it('never puts a stand-in for its own code into a spec', () => {
    none(found(source, /\bvi\.(mock|doMock)\(/, ['spec/architecture.spec.ts']))
  })
})

describe('the table of who may import whom', () => {
  const house = [
    'src/app.tsx',
    'src/config.ts',
    'src/db/sql.ts',
    'src/lib/dates.ts',
    'src/http/body.ts',
    'src/http/session.ts',
  ]
  const features = [
    'auth/auth.ts',
    'auth/queries.ts',
    'absences/absences.ts',
    'absences/queries.ts',
    'absences/routes.tsx',
    'absences/rules.ts',
  ]
  const others = ['src/redis/cache.ts', 'src/actor.ts', 'components/ui/table.tsx', 'components/layout/page.tsx']
  const paths = [...house, ...features.map((path) => `src/${path}`), ...others]

  it.each([
    ['src/lib/dates.ts', '../config'],
    ['src/config.ts', './actor'],
    ['src/db/sql.ts', '../absences/absences'],
    ['src/redis/cache.ts', '../db/sql'],
    ['src/http/body.ts', '../db/sql'],
    ['src/http/body.ts', '../auth/auth'],
    ['src/http/body.ts', '../../components/ui/table'],
    ['components/ui/table.tsx', '../../src/absences/rules'],
    ['src/absences/rules.ts', './queries'],
    ['src/absences/queries.ts', '../actor'],
    ['src/absences/absences.ts', '../auth/queries'],
    ['src/absences/absences.ts', '../http/body'],
    ['src/absences/absences.ts', './routes'],
    ['src/absences/routes.tsx', '../auth/auth'],
    ['src/absences/routes.tsx', '../db/sql'],
    ['src/auth/auth.ts', '../app'],
    ['src/auth/auth.ts', '../../spec/support/site'],
    ['src/auth/auth.ts', '../nowhere'],
    ['src/absences/absences.ts', 'postgres'],
    ['src/http/session.ts', 'redis'],
    ['src/http/session.ts', 'lucia'],
    ['src/http/session.ts', 'oslo/password'],
    ['src/absences/absences.ts', 'hono'],
    ['src/lib/dates.ts', 'hono/jsx'],
    ['components/ui/table.tsx', 'hono/cookie'],
  ])('does not let %s import %s', (from, target) => {
    expect(check(from, `import { x } from '${target}'`)).toHaveLength(1)
    expect(check(from, `import {\n  type A,\n  x,\n} from '${target}'`)).toHaveLength(1)
    expect(check(from, `import '${target}'`)).toHaveLength(1)
    expect(check(from, `export * from '${target}'`)).toHaveLength(1)
    expect(check(from, `const x = await import('${target}')`)).toHaveLength(1)
    expect(check(from, `import type { X } from '${target}'\nimport { type Y } from '${target}'`)).toEqual([])
  })

  it.each([
    ['src/app.tsx', './absences/routes'],
    ['src/db/sql.ts', '../actor'],
    ['src/http/session.ts', '../auth/auth'],
    ['src/http/body.ts', '../../components/layout/page'],
    ['components/ui/table.tsx', '../../src/lib/dates'],
    ['components/ui/table.tsx', 'hono/jsx'],
    ['src/absences/queries.ts', '../db/sql'],
    ['src/absences/absences.ts', './queries'],
    ['src/absences/absences.ts', '../auth/auth'],
    ['src/absences/routes.tsx', './queries'],
    ['src/absences/routes.tsx', '../../components/ui/table'],
    ['src/auth/auth.ts', 'lucia'],
    ['src/db/sql.ts', 'postgres'],
    ['src/redis/cache.ts', 'redis'],
    ['src/lib/dates.ts', 'zod'],
  ])('lets %s import %s', (from, target) => {
    expect(check(from, `import { x } from '${target}'`)).toEqual([])
  })

  function check(from: string, text: string): string[] {
    return forbiddenImports(paths.map((path) => ({ path, text: path === from ? text : '' })))
  }
})

function filesOf(folder: string): File[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: path.slice(root.length), text: readFileSync(path, 'utf8') }))
}

function linesOf({ text }: File): number {
  return text.trimEnd().split('\n').length
}

/** `path:line` of each match, except in these files. */
function found(files: File[], pattern: RegExp, except: (string | RegExp)[] = []): string[] {
  return files
    .filter(({ path }) => !except.some((one) => (typeof one === 'string' ? one === path : one.test(path))))
    .flatMap(({ path, text }) =>
      text.split('\n').flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1} ${line.trim()}`] : [])),
    )
}

function none(violations: string[]): void {
  expect(violations, violations.join('\n')).toEqual([])
}
