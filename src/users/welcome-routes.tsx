import { Hono } from 'hono'
import { SpentLink, spentTitle } from '../../components/auth/spent-link'
import { TypedStrength } from '../../components/auth/strength'
import { Welcome } from '../../components/users/welcome'
import type { Ctx, Env } from '../http/env'
import { announce } from '../http/flash'
import { formInput } from '../http/input'
import { type Again, refill } from '../http/refill'
import { render } from '../http/render'
import { spent } from '../http/spent'
import { path } from '../lib/paths'
import { findWelcome, joinIn, strengthFor, typedForm, typedStrength, welcomeForm } from './invitations'

/** Behind the link of an invitation: whoever holds it is nobody yet. */
export const welcome = new Hono<Env>()
  .get('/:token', spent(spentPage), (c) => welcomePage(c))
  .post('/:token', spent(spentPage), refill(welcomePage), async (c) => {
    await findWelcome(tokenOf(c))
    const input = await formInput(c, welcomeForm)
    const { address, ray } = c.env.edge
    await joinIn(tokenOf(c), input, { address, cfRay: ray, requestId: c.env.moment.requestId })
    announce(c, 'bienvenue')
    return c.redirect(path('/connexion'), 303)
  })
  .post(
    '/:token/solidite',
    spent(spentPage),
    refill((c, again) => c.html(String(<TypedStrength again={again} />))),
    async (c) => {
      const { password } = await formInput(c, typedForm)
      const strength = await typedStrength(password, c.env.edge.address, () => findWelcome(tokenOf(c)))
      return c.html(String(<TypedStrength strength={strength} />))
    },
  )

async function welcomePage(c: Ctx, again?: Again): Promise<Response> {
  const owner = await findWelcome(tokenOf(c))
  const { name, email, secondFactor } = owner
  const typed = again?.typed.password
  const strength = typed ? await strengthFor(typed, owner) : null
  const link = `/bienvenue/${tokenOf(c)}`
  const shown = { link, name, email, secondFactor, strength, errors: again?.errors }
  const page = <Welcome {...shown} />
  return render(c, { title: 'Choisir votre mot de passe' }, page)
}

function spentPage(c: Ctx, message: string): Promise<Response> {
  const next = { href: path('/connexion'), label: 'Aller à la connexion' }
  const other = { href: path('/mot-de-passe-oublie'), label: 'Mot de passe oublié' }
  const page = (
    <SpentLink message={message} next={next} other={other}>
      <p>Si vous avez déjà choisi votre mot de passe, connectez-vous.</p>
    </SpentLink>
  )
  return render(c, { title: spentTitle }, page)
}

function tokenOf(c: Ctx): string {
  return c.req.param('token') ?? ''
}
