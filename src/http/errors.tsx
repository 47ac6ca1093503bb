import type { ErrorHandler, NotFoundHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { ErrorPage } from '../../components/layout/error'
import { log } from '../lib/log'
import { Problem, type ProblemKind } from '../lib/problems'
import { rightHref } from '../lib/right-address'
import { isApi } from './api'
import { ClientGone } from './body'
import { logBug } from './bug'
import type { Ctx, Env } from './env'
import { isPiece, render } from './render'
import { send } from './send'

const titles: Record<number, string> = {
  400: 'Demande mal formée',
  401: 'Connexion nécessaire',
  403: 'Accès refusé',
  404: 'Page introuvable',
  405: 'Action impossible ici',
  409: 'Modification concurrente',
  412: 'Modification concurrente',
  413: 'Envoi trop volumineux',
  415: 'Format non accepté',
  422: 'Demande à corriger',
  428: 'Version à préciser',
  429: 'Trop de tentatives',
  503: 'Service momentanément indisponible',
}

/** The one place where a refusal becomes an answer. Whatever is not a `Problem` is a bug: logged, told in one sentence. */
export const onError: ErrorHandler<Env> = (error, c) => {
  if (error instanceof Problem) return refusal(c, error)
  if (error instanceof HTTPException) return answer(c, error.status, inFrench(error.message))
  if (error instanceof ClientGone) return c.body(null, 400)
  logBug(c.env, error)
  return answer(c, 500, unexpected)
}

/** It may have happened after the act: so no promise that nothing was done. */
const unexpected =
  'Une erreur est survenue\u202f; elle a été enregistrée. Si vous veniez d’enregistrer quelque chose, vérifiez avant de recommencer.'

/** Unknown address: 404. Known address, other method: 405 that says which ones. */
export function notFound(allowed: (path: string) => string[]): NotFoundHandler<Env> {
  return (c) => {
    const methods = allowed(c.req.path)
    if (methods.length === 0) return answer(c, 404, 'Cette page n’existe pas, ou vous n’y avez pas accès.')
    c.header('Allow', methods.join(', '))
    return answer(c, 405, 'Cette adresse ne permet pas cette action.')
  }
}

/** The refusals after which the form is there again, with what was typed. */
const shownAgain: ReadonlySet<ProblemKind> = new Set(['invalid', 'too-large', 'conflict', 'throttled'])

function refusal(c: Ctx, problem: Problem): Response | Promise<Response> {
  const { retryAfter, errors = [] } = problem.detail
  if (retryAfter !== undefined) c.header('Retry-After', String(Math.max(1, Math.ceil(retryAfter))))
  if (problem.kind === 'unavailable')
    log.error({ 'request.id': c.env.moment.requestId, cause: String(problem.cause ?? '') }, 'error.unavailable')
  const refill = c.get('refill')
  // an outage that is about one field only: all else can be shown
  const atField = problem.kind === 'unavailable' && errors.length > 0
  if (refill && (shownAgain.has(problem.kind) || atField)) {
    c.status(problem.status)
    return refill(problem, c.get('typed') ?? {}, errors)
  }
  const spent = problem.kind === 'missing' && c.get('spent')
  if (spent) {
    c.status(problem.status)
    if (isPiece(c)) replaceContent(c)
    return spent(problem.message)
  }
  return answer(c, problem.status, problem.message, problem)
}

function answer(c: Ctx, status: number, message: string, problem?: Problem): Promise<Response> {
  const reference = c.env.moment.requestId
  const { errors, retryAfter } = problem?.detail ?? {}
  const title = titles[status] ?? 'Erreur inattendue'
  c.status(status as 400)
  if (isApi(c)) {
    const document = { type: 'about:blank', title, status, detail: message, instance: c.req.path, reference, errors }
    return send(c, JSON.stringify(document), 'application/problem+json; charset=utf-8')
  }
  if (isPiece(c)) replaceContent(c)
  const page = {
    status,
    title,
    message,
    errors,
    rightHref: c.req.method === 'GET' && errors ? rightHref(c.req.path, new URL(c.req.url).searchParams, errors) : null,
    reference: status >= 500 ? reference : undefined,
    user: c.get('actor'),
    retryAfterSeconds: retryAfter,
    retryHref: c.req.method === 'GET' && (status >= 500 || retryAfter !== undefined) ? c.env.incoming.url : undefined,
  }
  return render(c, { title }, <ErrorPage {...page} />)
}

/** An error stands where the content was, whatever small part of it was asked for; the address stays what it was. */
export function replaceContent(c: Ctx): void {
  c.header('HX-Retarget', '#contenu')
  c.header('HX-Reselect', '.error-page')
  c.header('HX-Reswap', 'innerHTML')
  c.header('HX-Push-Url', 'false')
}

/** The one sentence that Hono says by itself. */
function inFrench(message: string): string {
  return message === 'Malformed JSON in request body' ? 'Le contenu envoyé n’est pas du JSON lisible.' : message
}
