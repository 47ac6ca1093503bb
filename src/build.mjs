import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { basename, extname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildAssets, place, vendored } from './assets.mjs'
import { listCommonPasswords } from './common-passwords.mjs'
import { mended } from './mended.mjs'

export const root = fileURLToPath(new URL('..', import.meta.url))
const doors = ['src/main.ts', 'src/worker.ts', 'src/cli.ts']
/** What runs beside a door, in a thread of its own. */
const threads = ['src/auth/strength-thread.ts', 'src/scanner/pdf-thread.ts', 'src/pdf/drawing-thread.ts']
/** What is imported while the program runs, where there is a Redis or a letter to send: a file of its own each. */
const apart = ['src/redis/redis.ts', 'src/mail/nodemailer.ts']
const beside = [...threads, ...apart]
/** The packages whose words `common-passwords.txt` is made of. */
const dictionary = '@zxcvbn-ts/language-common/package.json'

/**
 * Makes `dist/`: one file per door of the program (none when `entries` is empty) and per thread, the list of common passwords,
 * and the static files under content-hashed names.
 * Does nothing when nothing that goes in has changed. Two at once do no harm: every file is written aside, then renamed.
 */
export async function build({ entries = doors } = {}) {
  const programs = entries.filter((entry) => existsSync(join(root, entry)))
  const stampFile = join(root, 'dist', `${programs.map(nameOf).join('+') || 'assets'}.stamp`)
  const stamp = await fingerprint(programs)
  if (isMade(programs) && stamp === (await readFile(stampFile, 'utf8').catch(() => ''))) return
  const esbuild = await import('esbuild')
  try {
    await Promise.all([
      bundle(esbuild, programs),
      buildAssets(esbuild, root),
      listCommonPasswords().then((list) => place(join(root, 'dist', 'common-passwords.txt'), list)),
    ])
  } finally {
    // its own process stays otherwise, with its memory
    await esbuild.stop()
  }
  await place(stampFile, stamp)
}

async function bundle(esbuild, programs) {
  const { outputFiles } = await esbuild.build({
    absWorkingDir: root,
    entryPoints: [...programs, ...beside].map((path) => ({ in: path, out: nameOf(path) })),
    outdir: 'dist',
    bundle: true,
    // comments are read at each start too; lines are told by the source map
    minifyWhitespace: true,
    write: false,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    plugins: [mended(root), takenIn],
    banner,
    jsx: 'automatic',
    jsxImportSource: 'hono/jsx',
    sourcemap: 'linked',
    // the sources are at hand; a second copy of them would be read at each start
    sourcesContent: false,
    logLevel: 'error',
  })
  await Promise.all(outputFiles.map((file) => place(file.path, file.contents)))
}

/** Packages with files or programs of their own, and those that are seldom opened: they stay where they are. */
const leftOut = /^(@node-rs|@zxcvbn-ts|esbuild|hucre|pdfkit|pino|sharp)(\/|$)/
/**
 * The other packages are taken in: a start reads one file instead of a thousand, and of the fifty languages of zod's own messages
 * none but the one it wants, for the site has its own.
 */
const takenIn = {
  name: 'taken-in',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: leftOut }, ({ path }) => ({ path, external: true }))
    onResolve({ filter: /^\.\// }, ({ path, kind, resolveDir }) => {
      const isApart = kind === 'dynamic-import' && apart.includes(`${relative(root, join(resolveDir, path))}.ts`)
      return isApart ? { path: `${path}.js`, external: true } : undefined
    })
    onLoad({ filter: /zod\/v4\/locales\/index\.js$/ }, () => ({ contents: "export { default as en } from './en.js'" }))
  },
}
/** What packages of the older kind of modules call. */
const banner = {
  js: "import { createRequire as requirer } from 'node:module'; const require = requirer(import.meta.url);",
}

function isMade(programs) {
  const bundles = [...programs, ...beside].map((path) => `${nameOf(path)}.js`)
  const made = [...bundles, 'public/manifest.json', 'common-passwords.txt']
  return made.every((path) => existsSync(join(root, 'dist', path)))
}

function nameOf(entry) {
  return basename(entry, extname(entry))
}

/** Of everything that the build reads. */
async function fingerprint(programs) {
  const hash = createHash('sha256').update(JSON.stringify(programs))
  const folders = ['src', 'components', 'public', 'spec/bench']
  const inFolders = await Promise.all(folders.map(filesUnder))
  const files = [
    ...inFolders.flat(),
    ...[...Object.values(vendored), dictionary].map((path) => join('node_modules', path)),
    'package-lock.json',
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
