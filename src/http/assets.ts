import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { path } from '../lib/paths'
import { encodingFor } from './encoding'
import { pathOf, plainText, type Step, type Visit } from './gate'

type Bytes = Buffer<ArrayBuffer>
type Manifest = Record<string, { file: string; type: string; etag: string; hashed?: boolean }>
type Asset = { type: string; etag: string; cache: string; plain: Bytes; br?: Bytes; gzip?: Bytes }

export type Assets = { files: Record<string, string>; byName: Map<string, Asset> }

/** Reads every file of the build into memory, once, with its compressed twins. `public/` is the only folder served. */
export function readAssets(folder: string): Assets {
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest
  const byName = new Map(Object.values(manifest).map((entry) => [entry.file, readAsset(folder, entry)]))
  const files = Object.fromEntries(Object.entries(manifest).map(([name, entry]) => [name, entry.file]))
  return { files, byName }
}

/** Serves a file under its content-hashed name: for ever, since other content has another name. */
export function assets({ byName }: Assets): Step {
  const [folder, icon] = [path('/static/'), path('/favicon.ico')]
  return function assets(visit) {
    const asked = pathOf(visit)
    if (asked.startsWith(folder)) return answer(visit, byName.get(asked.slice(folder.length)))
    return asked === icon ? answer(visit, byName.get('favicon.ico')) : undefined
  }
}

function answer(visit: Visit, asset: Asset | undefined): Response {
  visit.route = path('/static/*')
  const { method } = visit.incoming
  // said of a missing file too, so that no edge keeps the absence of a file that another process has already
  if (!asset) return plainText(404, 'Ce fichier n’existe pas.')
  if (method === 'GET' || method === 'HEAD') return serve(visit, asset)
  visit.outgoing.setHeader('Allow', 'GET, HEAD')
  return plainText(405, 'Un fichier ne peut être que lu.')
}

function serve({ incoming: { headers, method }, outgoing }: Visit, asset: Asset): Response {
  outgoing.setHeader('Cache-Control', asset.cache)
  outgoing.setHeader('ETag', asset.etag)
  outgoing.setHeader('Vary', 'Accept-Encoding')
  if (knows(headers['if-none-match'], asset.etag)) return new Response(null, { status: 304 })
  const encoding = encodingFor(headers['accept-encoding'])
  const bytes = (encoding && asset[encoding]) ?? asset.plain
  if (encoding && bytes === asset[encoding]) outgoing.setHeader('Content-Encoding', encoding)
  // HEAD has no body to count
  outgoing.setHeader('Content-Length', bytes.length)
  return new Response(method === 'HEAD' ? null : bytes, { headers: { 'Content-Type': asset.type } })
}

/** Whether the browser has this content already (RFC 9110 §13.1.2). */
function knows(said: string | undefined, etag: string): boolean {
  return (
    said !== undefined &&
    (said === '*' || said.split(',').some((one) => one.trim() === etag || `W/${one.trim()}` === etag))
  )
}

function readAsset(folder: string, entry: Manifest[string]): Asset {
  const file = join(folder, entry.file)
  return {
    type: entry.type,
    // weak: the same for the content in each of its encodings
    etag: `W/${entry.etag}`,
    cache: entry.hashed === false ? 'public, max-age=3600' : 'public, max-age=31536000, immutable',
    plain: readFileSync(file),
    br: readIfThere(`${file}.br`),
    gzip: readIfThere(`${file}.gz`),
  }
}

function readIfThere(file: string): Bytes | undefined {
  try {
    return readFileSync(file)
  } catch {
    return undefined
  }
}
