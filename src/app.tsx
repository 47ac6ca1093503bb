import { Hono } from 'hono'
import { journal } from './activities/routes'
import { noteRefusal } from './activities/security'
import { personActs } from './acts/person-routes'
import { acts } from './acts/routes'
import { actVerification } from './acts/verification-routes'
import { devices } from './auth/devices-routes'
import { ownEmail } from './auth/email-routes'
import { passwords } from './auth/password-routes'
import { auth } from './auth/routes'
import { secondFactor } from './auth/second-factor-routes'
import { batches } from './career/batch-routes'
import { personCareer } from './career/person-routes'
import { careers } from './career/routes'
import { config } from './config'
import { ownCorrections } from './corrections/own-routes'
import { corrections } from './corrections/routes'
import { dashboard } from './dashboard/routes'
import { personDocuments } from './documents/person-routes'
import { documents } from './documents/routes'
import { documentTypes } from './documents/types-routes'
import { personnelExports, takenAway } from './exports/routes'
import { referentials } from './grades/routes'
import { home } from './home/routes'
import { accessLog, known } from './http/access-log'
import { type Assets, assets } from './http/assets'
import { body } from './http/body'
import { csrf } from './http/csrf'
import { edge } from './http/edge'
import type { Env } from './http/env'
import { notFound, onError } from './http/errors'
import type { Pipeline } from './http/gate'
import { host } from './http/host'
import { maintenance } from './http/maintenance'
import { allowedMethods, knownActs, withoutTrailingSlash } from './http/methods'
import { pageViews } from './http/page-views'
import { refusals } from './http/refusals'
import { requestId } from './http/request-id'
import { session } from './http/session'
import { imports } from './imports/routes'
import { leave } from './leave/routes'
import { path } from './lib/paths'
import { live } from './live/routes'
import { mail } from './mail/routes'
import { notifications } from './notifications/routes'
import { opsPage, usagePage } from './ops/page-routes'
import { metrics, ops } from './ops/routes'
import { organisation } from './organisation/routes'
import { personnelApi } from './personnel/api'
import { personnel } from './personnel/routes'
import { profile } from './profile/routes'
import { searching } from './search/routes'
import { selection } from './selection/routes'
import { logo, settingsPages } from './settings/routes'
import { firstAdministrator } from './users/first-routes'
import { users } from './users/routes'
import { welcome } from './users/welcome-routes'
import { views } from './views/routes'

/** THE SITE ON ONE PAGE: what every request goes through, in order, then who answers where. */
export function createApp(files: Assets): Pipeline & { app: Hono<Env> } {
  // what waits for nothing, before Hono (http/gate has made the request readable)
  const steps = [requestId, edge, accessLog, host, assets(files)]
  const app = new Hono<Env>({ getPath: withoutTrailingSlash })
  const site = app.basePath(config.BASE_PATH || '/')

  // what every request goes through then, those outside of our base too
  app.use(known)
  site.route('/', ops)
  app.route('/', metrics)
  app.use(session())
  app.use(refusals(noteRefusal))
  app.use(maintenance())
  app.use(knownActs(app))
  app.use(csrf())
  app.use(body())
  app.use(pageViews())

  // who answers where: the only place where a French path meets an English folder
  site.get('/', (c) => c.redirect(path('/accueil'), 303))
  site.route('/', auth)
  site.route('/', passwords)
  site.route('/profil', profile)
  site.route('/profil/adresse', ownEmail)
  site.route('/profil/second-facteur', secondFactor)
  site.route('/profil/appareils', devices)
  site.route('/profil/corrections', ownCorrections)
  site.route('/corrections', corrections)
  site.route('/accueil', home)
  site.route('/recherche', searching)
  site.route('/dashboard', dashboard)
  site.route('/personnel/imports', imports)
  site.route('/personnel', personDocuments)
  site.route('/personnel', personCareer)
  site.route('/personnel', personActs)
  site.route('/personnel/vues', views)
  site.route('/personnel/selection', selection)
  site.route('/personnel', personnelExports)
  site.route('/personnel', personnel)
  site.route('/exports', takenAway)
  site.route('/documents', documents)
  site.route('/actes', acts)
  site.route('/verifier', actVerification)
  site.route('/carriere/masse', batches)
  site.route('/carriere', careers)
  site.route('/organisation', organisation)
  site.route('/referentiels/documents', documentTypes)
  site.route('/referentiels', referentials)
  site.route('/notifications', notifications)
  site.route('/live', live)
  site.route('/conges', leave)
  site.route('/utilisateurs', users)
  site.route('/bienvenue', welcome)
  site.route('/invitation', firstAdministrator)
  site.route('/courriers', mail)
  site.route('/journal', journal)
  site.route('/activite', usagePage)
  site.route('/ops', opsPage)
  site.route('/parametres', settingsPages)
  site.route('/logo', logo)
  site.route('/api/v1/personnel', personnelApi)

  app.onError(onError)
  app.notFound(notFound(allowedMethods(app)))
  return { steps, app }
}
