import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, extname, join, posix } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

/** Static files that come from a package, under the name that pages know them by. */
export const vendored = { 'htmx.js': 'htmx.org/dist/htmx.min.js' }
/** What is served at the end of one of them, from the same package: two files would weigh more than one. */
const extensions = { 'htmx.js': 'htmx.org/dist/ext/hx-sse.min.js' }

/** Pages made by the two builds before this one still find their files. */
const buildsKept = 2
/** Browsers and robots ask for these by name. */
const plainNames = new Set(['favicon.ico', 'robots.txt'])
const modern = ['chrome111', 'firefox121', 'safari16.5']

const types = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.ico': 'image/x-icon',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.jpg': 'image/jpeg',
  '.woff2': 'font/woff2',
}
const compressible = new Set(['.css', '.js', '.svg', '.txt', '.json', '.webmanifest', '.ico'])

/**
 * Fills `dist/public`: `app.css` becomes `app.<8 hex of its SHA-256>.css` with `.br` and `.gz` beside it, and `manifest.json` says,
 * by name, `{ file, type, etag, hashed }`. A file of an earlier build stands there under its own hashed name, with its `age` in builds.
 */
export async function buildAssets(esbuild, root) {
  const target = join(root, 'dist', 'public')
  const sources = await readSources(root)
  const entries = {}
  // style sheets come last: they name other files, by then known under their hashed names
  for (const name of Object.keys(sources).sort((a, b) => a.endsWith('.css') - b.endsWith('.css') || (a < b ? -1 : 1))) {
    const contents = await contentsOf(esbuild, name, sources[name], entries)
    entries[name] = describe(name, contents)
    await publish(join(target, entries[name].file), contents)
  }
  const before = JSON.parse(await readFile(join(target, 'manifest.json'), 'utf8').catch(() => '{}'))
  const manifest = { ...entries, ...keepEarlier(before, entries) }
  await place(join(target, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`)
  await removeOthers(target, manifest)
}

/** Writes a file that others may be reading or writing: they see the old one or the new one, whole. */
export async function place(path, contents) {
  await mkdir(dirname(path), { recursive: true })
  const aside = `${path}.${process.pid}.${Math.random().toString(36).slice(2)}.tmp`
  await writeFile(aside, contents)
  await rename(aside, path)
}

async function readSources(root) {
  const folder = join(root, 'public')
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const own = found
    .filter((entry) => entry.isFile() && types[extname(entry.name)])
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [path.slice(folder.length + 1), path])
  const fromPackages = Object.entries(vendored).map(([name, path]) => [name, join(root, 'node_modules', path)])
  return Object.fromEntries([...own, ...fromPackages])
}

async function contentsOf(esbuild, name, path, entries) {
  if (name.endsWith('.css')) return hashedUrls(await bundleStyle(esbuild, path), name, entries)
  if (!name.endsWith('.js')) return readFile(path)
  if (name in vendored) return Buffer.from((await Promise.all(partsOf(name, path).map(withoutMap))).join(''))
  return Buffer.from((await esbuild.transform(await readFile(path, 'utf8'), { minify: true, target: modern })).code)
}

function partsOf(name, path) {
  if (!(name in extensions)) return [path]
  return [path, path.slice(0, -vendored[name].length) + extensions[name]]
}

/** The map is not served. */
async function withoutMap(path) {
  return (await readFile(path, 'utf8')).replace(/\n?\/\/# sourceMappingURL=.*\s*$/, '\n')
}

async function bundleStyle(esbuild, path) {
  const { outputFiles } = await esbuild.build({
    entryPoints: [path],
    bundle: true,
    minify: true,
    write: false,
    target: modern,
    external: Object.keys(types)
      .map((extension) => `*${extension}`)
      .filter((pattern) => pattern !== '*.css'),
    logLevel: 'error',
  })
  return outputFiles[0].text
}

function hashedUrls(style, name, entries) {
  const text = style.replace(/url\((["']?)([^"')]+)\1\)/g, (whole, _quote, url) => {
    if (/^(data:|#)/.test(url)) return whole
    const known = entries[posix.join(posix.dirname(name), url)]
    if (!known) throw new Error(`public/${name} names ${url}, which is not in public/`)
    return `url(${posix.relative(posix.dirname(name), known.file)})`
  })
  return Buffer.from(text)
}

function describe(name, contents) {
  const digest = createHash('sha256').update(contents).digest('hex')
  const extension = extname(name)
  const hashed = !plainNames.has(name)
  const file = hashed ? `${name.slice(0, -extension.length)}.${digest.slice(0, 8)}${extension}` : name
  return { file, type: types[extension], etag: `"${digest.slice(0, 16)}"`, hashed }
}

/** A hashed name has one content for ever: what is there is right. */
async function publish(path, contents) {
  const hashed = /\.[0-9a-f]{8}\.\w+$/.test(path)
  const put = async (name, make) => {
    if (!(hashed && existsSync(name))) await place(name, await make())
  }
  const versions = [put(path, () => contents)]
  if (compressible.has(extname(path))) {
    const quality = {
      params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: contents.length },
    }
    versions.push(put(`${path}.br`, () => promisify(brotliCompress)(contents, quality)))
    versions.push(put(`${path}.gz`, () => promisify(gzip)(contents, { level: 9 })))
  }
  await Promise.all(versions)
}

/** What the manifest before this one named and this one does not; nothing grows older when the files are the same. */
function keepEarlier(before, entries) {
  const current = new Set(Object.values(entries).map((entry) => entry.file))
  const aged = Object.values(before).filter((entry) => entry.hashed && !current.has(entry.file))
  const changed = aged.some((entry) => !entry.age)
  const kept = aged
    .map((entry) => ({ ...entry, age: (entry.age ?? 0) + (changed ? 1 : 0) }))
    .filter((entry) => entry.age <= buildsKept)
  return Object.fromEntries(kept.map((entry) => [entry.file, entry]))
}

async function removeOthers(target, manifest) {
  const named = new Set(Object.values(manifest).flatMap(({ file }) => [file, `${file}.br`, `${file}.gz`]))
  const found = await readdir(target, { recursive: true, withFileTypes: true })
  const old = found
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(target.length + 1))
    .filter((path) => path !== 'manifest.json' && !path.endsWith('.tmp') && !named.has(path))
  await Promise.all(old.map((path) => rm(join(target, path), { force: true })))
}
