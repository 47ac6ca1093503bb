import { log } from '../lib/log'
import type { Visit } from './gate'
import { shownPath } from './printable'

type Told = Error & { code?: unknown; query?: unknown }

/** Says in the log all there is to know about an error that nobody expected, under the reference that the person was given. */
export function logBug(visit: Visit, error: Told): void {
  log.error(
    {
      // not the whole object: Postgres puts the row it refused into it, with all it says of a person; its query has no values in it
      'exception.type': error.name,
      'exception.message': error.message,
      'exception.stacktrace': error.stack,
      'error.code': error.code,
      'db.query.text':
        typeof error.query === 'string' ? error.query.trim().replace(/\s+/g, ' ').slice(0, 1_000) : undefined,
      'request.id': visit.moment.requestId,
      'url.path': shownPath(visit.incoming.url ?? ''),
    },
    'error.unexpected',
  )
}

/** `PostgresError.42703` */
export function nameOf(error: Told): string {
  return error.code === undefined ? error.name : `${error.name}.${String(error.code)}`
}
