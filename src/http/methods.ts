import type { Hono } from 'hono'
import type { Env } from './env'

/** `/mppeep/` and `/mppeep/personnel/` are `/mppeep` and `/mppeep/personnel`. */
export function withoutTrailingSlash(request: Request): string {
  const url = request.url
  const start = url.indexOf('/', url.indexOf(':') + 4)
  const end = url.indexOf('?', start)
  const pathname = decodePath(start === -1 ? '/' : url.slice(start, end === -1 ? undefined : end))
  return pathname.length > 1 && pathname.endsWith('/') ? pathname.slice(0, -1) : pathname
}

/** The methods that some route answers at this path, for `Allow` (RFC 9110 §10.2.1). */
export function allowedMethods(app: Hono<Env>): (path: string) => string[] {
  const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']
  return (path) => {
    const answered = methods.filter((method) => app.router.match(method, path)[0].some(([[, route]]) => route.method === method))
    return answered.includes('GET') ? ['GET', 'HEAD', ...answered.slice(1)] : answered
  }
}

function decodePath(path: string): string {
  if (!path.includes('%')) return path
  try {
    return decodeURI(path)
  } catch {
    return path
  }
}
