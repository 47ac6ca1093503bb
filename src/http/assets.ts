import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { path } from '../lib/paths'
import { type Encoding, encodingFor } from './encoding'
import { type Answer, answerOf, pathOf, plainText, type Step, type Visit } from './gate'
import { knows } from './known'

type Manifest = Record<string, { file: string; type: string; etag: string; hashed?: boolean }>
/** What is answered, made once: in full, in each encoding that there is, and to a browser that has it (304). */
type Asset = { etag: string; known: Answer; plain: Answer; br?: Answer; gzip?: Answer }

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

function answer(visit: Visit, asset: Asset | undefined): Answer {
  visit.route = path('/static/*')
  const { method } = visit.incoming
  // said of a missing file too, so that no edge keeps the absence of a file that another process has already
  if (!asset) return plainText(404, 'Ce fichier n’existe pas.')
  if (method === 'GET' || method === 'HEAD') return serve(visit, asset)
  return plainText(405, 'Un fichier ne peut être que lu.', { Allow: 'GET, HEAD' })
}

function serve({ incoming: { headers } }: Visit, asset: Asset): Answer {
  if (knows(headers['if-none-match'], asset.etag)) return asset.known
  const encoding = encodingFor(headers['accept-encoding'])
  return (encoding && asset[encoding]) ?? asset.plain
}

function readAsset(folder: string, entry: Manifest[string]): Asset {
  const file = join(folder, entry.file)
  // weak: the same for the content in each of its encodings
  const etag = `W/${entry.etag}`
  const headers = {
    'Cache-Control': entry.hashed === false ? 'public, max-age=3600' : 'public, max-age=31536000, immutable',
    ETag: etag,
    Vary: 'Accept-Encoding',
  }
  const full = { ...headers, 'Content-Type': entry.type }
  const encoded = (encoding: Encoding, ending: string) => {
    const bytes = readIfThere(file + ending)
    return bytes && answerOf(200, { ...full, 'Content-Encoding': encoding }, bytes)
  }
  return {
    etag,
    known: answerOf(304, headers, null),
    plain: answerOf(200, full, readFileSync(file)),
    br: encoded('br', '.br'),
    gzip: encoded('gzip', '.gz'),
  }
}

function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file)
  } catch {
    return undefined
  }
}
