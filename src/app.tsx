import { Hono } from 'hono'
import { auth } from './auth/routes'
import { dashboard } from './dashboard/routes'
import { home } from './home/routes'
import { accessLog } from './http/access-log'
import { type Assets, assets } from './http/assets'
import { body } from './http/body'
import { csrf } from './http/csrf'
import { edge } from './http/edge'
import type { Env } from './http/env'
import { notFound, onError } from './http/errors'
import { host } from './http/host'
import { allowedMethods, withoutTrailingSlash } from './http/methods'
import { pageViews } from './http/page-views'
import { requestId } from './http/request-id'
import { session } from './http/session'
import { config } from './config'
import { path } from './lib/paths'
import { ops } from './ops/routes'
import { personnel } from './personnel/routes'
import { personnelApi } from './personnel/api'

/** THE SITE ON ONE PAGE: what every request goes through, in order, then who answers where. */
export function createApp(files: Assets): Hono<Env> {
  const app = new Hono<Env>({ getPath: withoutTrailingSlash }).basePath(config.BASE_PATH || '/')

  // what every request goes through (security headers are set before, on the bare answer: http/server)
  app.use(requestId())
  app.use(edge())
  app.use(accessLog())
  app.use(host())
  app.use('/static/*', assets(files, path('/static/')))
  app.use('/favicon.ico', assets(files, path('/')))
  app.route('/', ops)
  app.use(csrf())
  app.use(body())
  app.use(session())
  app.use(pageViews())

  // who answers where: the only place where a French path meets an English folder
  app.get('/', (c) => c.redirect(path('/accueil'), 303))
  app.route('/', auth)
  app.route('/accueil', home)
  app.route('/dashboard', dashboard)
  app.route('/personnel', personnel)
  app.route('/api/v1/personnel', personnelApi)

  app.onError(onError)
  app.notFound(notFound(allowedMethods(app)))
  return app
}
