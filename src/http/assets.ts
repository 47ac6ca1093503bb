import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MiddlewareHandler } from 'hono'
import type { Env } from './env'

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
  return async function assets(c, next) {
    const asset = byName.get(c.req.path.slice(prefix.length))
    if (!asset || (c.req.method !== 'GET' && c.req.method !== 'HEAD')) return next()
    const { incoming } = c.env
    c.header('Cache-Control', asset.cache)
    c.header('ETag', asset.etag)
    c.header('Vary', 'Accept-Encoding')
    if (incoming.headers['if-none-match']?.includes(asset.etag)) return c.body(null, 304)
    c.header('Content-Type', asset.type)
    const [encoding, bytes] = smallest(asset, incoming.headers['accept-encoding'])
    if (encoding) c.header('Content-Encoding', encoding)
    return c.body(bytes as Uint8Array<ArrayBuffer>)
  }
}

function readAsset(folder: string, entry: Manifest[string]): Asset {
  const file = join(folder, entry.file)
  return {
    type: entry.type,
    etag: entry.etag,
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

function smallest(asset: Asset, accepted: string | string[] | undefined): ['br' | 'gzip' | null, Buffer] {
  if (asset.br && /\bbr\b/.test(String(accepted))) return ['br', asset.br]
  if (asset.gzip && /\bgzip\b/.test(String(accepted))) return ['gzip', asset.gzip]
  return [null, asset.plain]
}
