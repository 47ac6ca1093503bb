import { Hono } from 'hono'
import type { Env } from '../http/env'
export const dashboard = new Hono<Env>().get('/', (c) => c.text('dashboard'))
