import { Hono } from 'hono'
import type { Env } from '../http/env'
export const home = new Hono<Env>().get('/', (c) => c.text('home'))
