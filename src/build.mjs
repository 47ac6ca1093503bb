import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildAssets, place, vendored } from './assets.mjs'
import { listCommonPasswords } from './common-passwords.mjs'
import { mended } from './mended.mjs'

export const root = fileURLToPath(new URL('..', import.meta.url))
const doors = ['src/main.ts', 'src/worker.ts', 'src/cli.ts']
/** What runs beside a door, in a thread of its own. */
const threads = ['src/auth/strength-thread.ts', 'src/scanner/pdf-thread.ts', 'src/pdf/drawing-thread.ts']
/** The packages whose words `common-passwords.txt` is made of. */
const dictionary = '@zxcvbn-ts/language-common/package.json'

/**
 * Makes `dist/`: one file per door of the program (none when `entries` is empty) and per thread, the list of common passwords,
 * and the static files under content-hashed names.
 * Does nothing when nothing that goes in has changed. Two at once do no harm: every file is written aside, then renamed.
 */
export async function build({ minify = false, entries = doors } = {}) {
  const programs = entries.filter((entry) => existsSync(join(root, entry)))
  const stampFile = join(root, 'dist', `${programs.map(nameOf).join('+') || 'assets'}.stamp`)
  const stamp = await fingerprint({ minify, programs })
  if (isMade(programs) && stamp === (await readFile(stampFile, 'utf8').catch(() => ''))) return
  const esbuild = await import('esbuild')
  try {
    await Promise.all([
      bundle(esbuild, [...programs, ...threads], minify),
      buildAssets(esbuild, root),
      listCommonPasswords().then((list) => place(join(root, 'dist', 'common-passwords.txt'), list)),
    ])
  } finally {
    // its own process stays otherwise, with its memory
    await esbuild.stop()
  }
  await place(stampFile, stamp)
}

async function bundle(esbuild, programs, minify) {
  const { outputFiles } = await esbuild.build({
    absWorkingDir: root,
    entryPoints: programs.map((path) => ({ in: path, out: nameOf(path) })),
    outdir: 'dist',
    bundle: true,
    minify,
    write: false,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    plugins: [mended(root)],
    jsx: 'automatic',
    jsxImportSource: 'hono/jsx',
    sourcemap: 'linked',
    // the sources are at hand; a second copy of them would be read at each start
    sourcesContent: false,
    logLevel: 'error',
  })
  await Promise.all(outputFiles.map((file) => place(file.path, file.contents)))
}

function isMade(programs) {
  const bundles = [...programs, ...threads].map((path) => `${nameOf(path)}.js`)
  const made = [...bundles, 'public/manifest.json', 'common-passwords.txt']
  return made.every((path) => existsSync(join(root, 'dist', path)))
}

function nameOf(entry) {
  return basename(entry, extname(entry))
}

/** Of everything that the build reads. */
async function fingerprint(options) {
  const hash = createHash('sha256').update(JSON.stringify(options))
  const folders = ['src', 'components', 'public', 'spec/bench']
  const inFolders = await Promise.all(folders.map(filesUnder))
  const files = [
    ...inFolders.flat(),
    ...[...Object.values(vendored), dictionary].map((path) => join('node_modules', path)),
    'tsconfig.json',
  ]
  const contents = await Promise.all(files.map((path) => readFile(join(root, path)).catch(() => '')))
  files.forEach((path, index) => {
    hash.update(`\0${path}\0`).update(contents[index])
  })
  return hash.digest('hex')
}

async function filesUnder(folder) {
  const found = await readdir(join(root, folder), { recursive: true, withFileTypes: true }).catch(() => [])
  return found
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
    .sort()
}
