import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MiddlewareHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { encodingFor } from './encoding'
import type { Ctx, Env } from './env'

type Manifest = Record<string, { file: string; type: string; etag: string; hashed?: boolean }>
type Asset = { type: string; etag: string; cache: string; plain: Buffer; br?: Buffer; gzip?: Buffer }

export type Assets = { files: Record<string, string>; byName: Map<string, Asset> }

/** Reads every file of the build into memory, once, with its compressed twins. `public/` is the only folder served. */
export function readAssets(folder: string): Assets {
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest
  const byName = new Map(Object.values(manifest).map((entry) => [entry.file, readAsset(folder, entry)]))
  const files = Object.fromEntries(Object.entries(manifest).map(([name, entry]) => [name, entry.file]))
  return { files, byName }
}

/** Serves a file under its content-hashed name: for ever, since other content has another name. */
export function assets({ byName }: Assets, prefix: string): MiddlewareHandler<Env> {
  return async function assets(c) {
    const asset = byName.get(c.req.path.slice(prefix.length))
    // said by a missing file too, so that no edge keeps the absence of a file that another process has already
    if (!asset) return c.text('Ce fichier n’existe pas.', 404)
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD') {
      c.env.outgoing.setHeader('Allow', 'GET, HEAD')
      throw new HTTPException(405, { message: 'Un fichier ne peut être que lu.' })
    }
    return serve(c, asset)
  }
}

function serve(c: Ctx, asset: Asset): Response {
  const { incoming, outgoing } = c.env
  outgoing.setHeader('Cache-Control', asset.cache)
  outgoing.setHeader('ETag', asset.etag)
  outgoing.setHeader('Vary', 'Accept-Encoding')
  if (knows(incoming.headers['if-none-match'], asset.etag)) return c.body(null, 304)
  const encoding = encodingFor(incoming.headers['accept-encoding'])
  const bytes = (encoding && asset[encoding]) ?? asset.plain
  if (encoding && bytes === asset[encoding]) outgoing.setHeader('Content-Encoding', encoding)
  // HEAD has no body to count
  outgoing.setHeader('Content-Length', bytes.length)
  return c.body(bytes as Uint8Array<ArrayBuffer>, 200, { 'Content-Type': asset.type })
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

function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file)
  } catch {
    return undefined
  }
}
