import { Hono } from 'hono'
import { Welcome } from '../../components/users/welcome'
import type { Ctx, Env } from '../http/env'
import { announce } from '../http/flash'
import { formInput } from '../http/input'
import { type Again, refill } from '../http/refill'
import { render } from '../http/render'
import { path } from '../lib/paths'
import { findWelcome, joinIn, welcomeForm } from './invitations'

/** Behind the link of an invitation: whoever holds it is nobody yet. */
export const welcome = new Hono<Env>()
  .get('/:token', (c) => welcomePage(c))
  .post('/:token', refill(welcomePage), async (c) => {
    await findWelcome(tokenOf(c))
    const input = await formInput(c, welcomeForm)
    const { address, ray } = c.env.edge
    await joinIn(tokenOf(c), input, { address, cfRay: ray, requestId: c.env.moment.requestId })
    announce(c, 'bienvenue')
    return c.redirect(path('/connexion'), 303)
  })

async function welcomePage(c: Ctx, again?: Again): Promise<Response> {
  const { name, email, secondFactor } = await findWelcome(tokenOf(c))
  const page = <Welcome name={name} email={email} secondFactor={secondFactor} errors={again?.errors} />
  return render(c, { title: 'Choisir votre mot de passe' }, page)
}

function tokenOf(c: Ctx): string {
  return c.req.param('token') ?? ''
}
