import { Hono } from 'hono'
import { auth } from './auth/routes'
import { config } from './config'
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
import { allowedMethods, knownActs, withoutTrailingSlash } from './http/methods'
import { pageViews } from './http/page-views'
import { requestId } from './http/request-id'
import { session } from './http/session'
import { path } from './lib/paths'
import { ops } from './ops/routes'
import { personnelApi } from './personnel/api'
import { personnel } from './personnel/routes'

/** THE SITE ON ONE PAGE: what every request goes through, in order, then who answers where. */
export function createApp(files: Assets): Hono<Env> {
  const app = new Hono<Env>({ getPath: withoutTrailingSlash })
  const site = app.basePath(config.BASE_PATH || '/')

  // what every request goes through, those outside of our base too (http/server has made it readable before, and has put
  // the security headers on the bare answer)
  app.use(requestId())
  app.use(edge())
  app.use(accessLog())
  app.use(host())
  site.use('/static/*', assets(files, path('/static/')))
  site.use('/favicon.ico', assets(files, path('/')))
  site.route('/', ops)
  app.use(session())
  app.use(knownActs(app))
  app.use(csrf())
  app.use(body())
  app.use(pageViews())

  // who answers where: the only place where a French path meets an English folder
  site.get('/', (c) => c.redirect(path('/accueil'), 303))
  site.route('/', auth)
  site.route('/accueil', home)
  site.route('/dashboard', dashboard)
  site.route('/personnel', personnel)
  site.route('/api/v1/personnel', personnelApi)

  app.onError(onError)
  app.notFound(notFound(allowedMethods(app)))
  return app
}
