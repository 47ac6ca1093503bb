import { Hono } from 'hono'
import type { Env } from '../http/env'
export const personFile = new Hono<Env>()
