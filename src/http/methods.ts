import type { Hono, MiddlewareHandler } from 'hono'
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
    const answered = methods.filter((method) => answers(app, method, path))
    return answered.includes('GET') ? ['GET', 'HEAD', ...answered.slice(1)] : answered
  }
}

/** What would change something where nothing does: 404 or 405 at once, before its origin and its body are looked at. */
export function knownActs(app: Hono<Env>): MiddlewareHandler<Env> {
  return async function knownActs(c, next) {
    const { method, path } = c.req
    return method === 'GET' || method === 'HEAD' || answers(app, method, path) ? next() : c.notFound()
  }
}

function answers(app: Hono<Env>, method: string, path: string): boolean {
  return app.router.match(method, path)[0].some(([[, route]]) => route.method === method)
}

function decodePath(path: string): string {
  if (!path.includes('%')) return path
  try {
    return decodeURI(path)
  } catch {
    return path
  }
}
