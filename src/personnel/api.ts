import { Hono } from 'hono'
import type { Env } from '../http/env'
export const personnelApi = new Hono<Env>()
