import { Hono } from 'hono'
import { InvitationForm } from '../../components/auth/invitation'
import { SignInForm } from '../../components/auth/sign-in'
import type { Ctx, Env } from '../http/env'
import { announce } from '../http/flash'
import { formInput } from '../http/input'
import { refill } from '../http/refill'
import { render } from '../http/render'
import { path } from '../lib/paths'
import { acceptInvitation, checkInvitation, invitationForm, type Place, signIn, signInForm, signOut } from './auth'
import { safeReturn } from './rules'
import { sessionCookie } from './sessions'

const signInPage = { title: 'Connexion' }
const invitationPage = { title: 'Premier administrateur' }

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
      const token = await signIn(input, placeOf(c), c.get('actor') ?? undefined)
      c.header('Set-Cookie', sessionCookie.header(token), { append: true })
      return c.redirect(afterwards(input.suite ?? undefined), 303)
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
  .get('/invitation/:token', async (c) => {
    await checkInvitation(c.req.param('token'))
    return render(c, invitationPage, <InvitationForm />)
  })
  .post(
    '/invitation/:token',
    refill((c, again) => render(c, invitationPage, <InvitationForm {...again} />)),
    async (c) => {
      const input = await formInput(c, invitationForm)
      await acceptInvitation(c.req.param('token'), input, placeOf(c))
      announce(c, 'compte')
      return c.redirect(path('/connexion'), 303)
    },
  )

function afterwards(wanted: string | undefined): string {
  return safeReturn(wanted, path(''), path('/accueil'))
}

function placeOf(c: Ctx): Place {
  const { address, ray, country } = c.env.edge
  return {
    address,
    cfRay: ray,
    country,
    requestId: c.env.moment.requestId,
    userAgent: c.req.header('user-agent')?.slice(0, 256) ?? null,
  }
}
