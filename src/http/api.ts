import { path } from '../lib/paths'
import type { Ctx } from './env'

/** Whether a program asks, to which refusals are said as documents. */
export function isApi(c: Ctx): boolean {
  return c.req.path.startsWith(path('/api/'))
}
