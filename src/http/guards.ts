import type { MiddlewareHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { type Action, can, mustEnrol, type User } from '../actor'
import { path } from '../lib/paths'
import { forbidden } from '../lib/problems'
import { isApi } from './api'
import type { Ctx, Env } from './env'
import { announce } from './flash'
import { ownOrigins } from './host'

/** The person signed in. Routes behind `signedIn` always have one. */
export function actorOf(c: Ctx): User {
  const actor = c.get('actor')
  if (!actor) throw forbidden('Connectez-vous pour continuer.')
  return actor
}

/**
 * Nobody signed in: to the sign-in page as a whole page, and back afterwards; for the API a 401 problem document. Somebody whose
 * role demands a second factor that is not there by now gets nowhere but where it is made (`enrolling`).
 */
export function signedIn({ enrolling = false } = {}): MiddlewareHandler<Env> {
  return async function signedIn(c, next) {
    const actor = c.get('actor')
    if (actor && (enrolling || !mustEnrol(actor))) return next()
    if (actor) {
      if (isApi(c)) throw forbidden('Votre rôle demande un second facteur\u202f: activez-le d’abord sur le site.')
      return leaveFor(c, path('/profil/second-facteur'), 'Votre rôle demande un second facteur.', 403)
    }
    if (isApi(c)) throw unauthenticated(c)
    sayWhatEnded(c)
    const page = path(`/connexion?suite=${encodeURIComponent(whereOne(c))}`)
    return leaveFor(c, page, 'Votre session a expiré. Connectez-vous de nouveau.', 401)
  }
}

/** What was typed does not survive the sign-in page: at least nobody believes that it was kept. */
function sayWhatEnded(c: Ctx): void {
  if (!isReading(c)) announce(c, 'rien-enregistre')
  else if (c.get('sessionEnded')) announce(c, 'session-finie')
}

/** htmx leaves the whole page for that address: never a form inside a table. */
function leaveFor(c: Ctx, page: string, sentence: string, status: 401 | 403): Response {
  if (!isHtmx(c)) return c.redirect(page, 303)
  c.header('HX-Redirect', page)
  return c.text(sentence, status)
}

/** The role must allow this at all; which rows is the query's business. */
export function may(action: Action): MiddlewareHandler<Env> {
  return async function may(c, next) {
    if (!can(actorOf(c), action)) throw forbidden('Votre rôle ne donne pas accès à cette page.')
    return next()
  }
}

/** RFC 9110 §15.5.2 wants a challenge; browsers do not know this one, so they ask nobody for a password. */
function unauthenticated(c: Ctx): HTTPException {
  c.header('WWW-Authenticate', 'Cookie realm="MPPEEP"')
  return new HTTPException(401, { message: 'Connectez-vous pour continuer.' })
}

/** What a browser saves instead of going there: lists taken away, models, files with messages, made exports, papers. */
const saved = /[./](csv|xlsx)$|\/(fichier|messages)$|\/documents\/[\da-f-]{36}$/

/**
 * The page one is on: for htmx the address bar's, for a form that was sent the page it stands on. For a file too: saved, it would
 * leave the browser before the sign-in form.
 */
function whereOne(c: Ctx): string {
  const { url = '', headers } = c.env.incoming
  if (!isHtmx(c) && isReading(c) && !saved.test(c.req.path)) return url
  const shown = String((isHtmx(c) ? headers['hx-current-url'] : headers.referer) ?? '')
  if (!URL.canParse(shown)) return path('/accueil')
  const page = new URL(shown)
  return ownOrigins.has(page.origin) ? page.pathname + page.search : path('/accueil')
}

function isReading(c: Ctx): boolean {
  return c.req.method === 'GET' || c.req.method === 'HEAD'
}

function isHtmx(c: Ctx): boolean {
  return c.env.incoming.headers['hx-request'] === 'true'
}
