import { Hono } from 'hono'
import { getCookie } from 'hono/cookie'
import { CodeForm } from '../../components/auth/code-form'
import { SignInForm } from '../../components/auth/sign-in'
import type { Ctx, Env } from '../http/env'
import { announce } from '../http/flash'
import { formInput } from '../http/input'
import { refill } from '../http/refill'
import { render } from '../http/render'
import { path } from '../lib/paths'
import { signIn, signInForm, signOut } from './auth'
import { deviceCookie } from './device-cookie'
import { pendingCookie, pendingOf } from './pending'
import { placeOf } from './place'
import { safeReturn } from './rules'
import { secondStepForm, showCode } from './second-step'
import { sessionCookie } from './sessions'

const signInPage = { title: 'Connexion' }
const codePage = { title: 'Code de connexion' }

export const auth = new Hono<Env>()
  .get('/connexion', async (c) => {
    const suite = c.req.query('suite')
    if (c.get('actor')) return c.redirect(afterwards(suite), 303)
    return render(c, signInPage, <SignInForm typed={{ suite: suite ?? '' }} />)
  })
  .post(
    '/connexion',
    refill((c, again) => render(c, signInPage, <SignInForm {...again} />)),
    async (c) => {
      const input = await formInput(c, signInForm)
      const from = placeOf(c)
      const { kind, token } = await signIn(input, from, c.get('actor') ?? undefined)
      const cookie = kind === 'in' ? sessionCookie : pendingCookie
      c.header('Set-Cookie', cookie.header(token), { append: true })
      if (kind === 'in') c.header('Set-Cookie', deviceCookie.header(from.device), { append: true })
      const suite = input.suite ?? undefined
      return c.redirect(kind === 'in' ? afterwards(suite) : withSuite('/connexion/second-facteur', suite), 303)
    },
  )
  .get('/connexion/second-facteur', async (c) => {
    const { suite, methode } = c.req.query()
    if (!(await pendingOf(getCookie(c, pendingCookie.name)))) return startAgain(c, suite)
    return render(c, codePage, <CodeForm typed={{ suite: suite ?? '', methode: methode ?? '' }} />)
  })
  .post(
    '/connexion/second-facteur',
    refill((c, again) => render(c, codePage, <CodeForm {...again} />)),
    async (c) => {
      const pending = getCookie(c, pendingCookie.name)
      if (!(await pendingOf(pending))) return startAgain(c)
      const { code, suite } = await formInput(c, secondStepForm)
      const from = placeOf(c)
      const step = await showCode(pending, code, from, c.get('actor') ?? undefined)
      if (!step) return startAgain(c, suite)
      c.header('Set-Cookie', sessionCookie.header(step.token), { append: true })
      c.header('Set-Cookie', deviceCookie.header(from.device), { append: true })
      c.header('Set-Cookie', pendingCookie.cleared, { append: true })
      if (step.used === 'recovery') announce(c, 'secours')
      return c.redirect(afterwards(suite ?? undefined), 303)
    },
  )
  .post('/deconnexion', async (c) => {
    // a second click, or a session that ended by itself: signed out is signed out
    const actor = c.get('actor')
    if (actor) await signOut(actor)
    c.header('Set-Cookie', sessionCookie.cleared, { append: true })
    c.header('Clear-Site-Data', '"cache", "storage"')
    announce(c, 'deconnecte')
    return c.redirect(path('/connexion'), 303)
  })

function afterwards(wanted: string | undefined): string {
  return safeReturn(wanted, path(''), path('/accueil'))
}

/** A sign-in that has no code to wait for, whatever the reason; those who are in already go where they wished. */
function startAgain(c: Ctx, suite?: string | null): Response {
  if (getCookie(c, pendingCookie.name)) c.header('Set-Cookie', pendingCookie.cleared, { append: true })
  if (c.get('actor')) return c.redirect(afterwards(suite ?? undefined), 303)
  announce(c, 'recommencez')
  return c.redirect(withSuite('/connexion', suite), 303)
}

/** Where one was going goes along, when it is a page of ours. */
function withSuite(door: string, suite: string | null | undefined): string {
  const page = suite ? safeReturn(suite, path(''), '') : ''
  return path(door) + (page && `?suite=${encodeURIComponent(page)}`)
}
