import type { Origin } from '../actor'
import type { Ctx } from '../http/env'
import { deviceOf } from './device-cookie'

/** Where somebody signs in from. `device`: what their browser is known by, where there is one. */
export type Place = Origin & { address: string; userAgent: string | null; country: string | null; device?: string }

export function placeOf(c: Ctx): Place & { device: string } {
  const { address, ray, country } = c.env.edge
  return {
    address,
    cfRay: ray,
    country,
    requestId: c.env.moment.requestId,
    userAgent: c.req.header('user-agent')?.slice(0, 256) ?? null,
    device: deviceOf(c),
  }
}
