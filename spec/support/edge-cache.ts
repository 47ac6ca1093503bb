import type { IncomingHttpHeaders } from 'node:http'

export type CacheEntry = {
  key: string
  status: number
  headers: IncomingHttpHeaders
  body: Buffer
  /** Seconds for which it is served without asking the origin again. */
  seconds: number
  storedAt: number
}

/** What Cloudflare caches without being told to, by the name's extension (cache/concepts/default-cache-behavior). */
const extensions = new Set(
  [
    '7z apk avi avif bin bmp bz2 class css csv dmg doc docx ejs eot eps exe flac gif gz ico iso jar jpeg jpg js',
    'mid midi mkv mp3 mp4 ogg otf pdf pict pls png ppt pptx ps rar svg svgz swf tar tif tiff ttf webm webp woff',
    'woff2 xls xlsx zip zst',
  ].flatMap((line) => line.split(' ')),
)

/** Whether Cloudflare would look at its cache at all. The content type has no part in it, nor has the cookie. */
export function isCacheable(method: string, url: string): boolean {
  const path = url.split('?', 1)[0]!
  const extension = /\.([a-z0-9]+)$/i.exec(path)?.[1]?.toLowerCase()
  return (method === 'GET' || method === 'HEAD') && (path === '/robots.txt' || extensions.has(extension ?? ''))
}

/** Seconds for which an answer is kept (0: kept, but asked for again each time), or why it is not. */
export function lifetime(status: number, headers: IncomingHttpHeaders): number | 'BYPASS' | 'MISS' {
  const directives = (headers['cache-control'] ?? '').toLowerCase()
  if (/\b(no-store|private)\b/.test(directives) || headers['set-cookie']) return 'BYPASS'
  const age = /\bs-maxage=(\d+)/.exec(directives) ?? /\bmax-age=(\d+)/.exec(directives)
  if (/\bno-cache\b/.test(directives)) return 0
  if (age) return Number(age[1])
  if (headers.expires) return Math.max(0, (Date.parse(headers.expires) - Date.now()) / 1000 || 0)
  return unsaid(status)
}

/** With neither Cache-Control nor Expires (cache/how-to/configure-cache-status-code). */
function unsaid(status: number): number | 'MISS' {
  if ([200, 206, 301].includes(status)) return 120 * 60
  if ([302, 303].includes(status)) return 20 * 60
  return status === 404 || status === 410 ? 3 * 60 : 'MISS'
}

export function isFresh(entry: CacheEntry): boolean {
  return Date.now() < entry.storedAt + entry.seconds * 1000
}
