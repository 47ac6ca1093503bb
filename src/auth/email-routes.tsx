import { Hono } from 'hono'
import { EmailConfirmation, EmailForm } from '../../components/profile/email'
import type { Ctx, Env } from '../http/env'
import { announce } from '../http/flash'
import { actorOf, signedIn } from '../http/guards'
import { formInput } from '../http/input'
import { type Again, refill } from '../http/refill'
import { render } from '../http/render'
import { path } from '../lib/paths'
import { askEmailChange, confirmEmailChange, emailForm, findEmailChange } from './email-change'
import { isProved } from './proof'

/** Where one's own address is changed. */
export const ownEmail = new Hono<Env>()
  .get('/', signedIn(), (c) => askPage(c))
  .post('/', signedIn(), refill(askPage), async (c) => {
    await askEmailChange(actorOf(c), await formInput(c, emailForm))
    announce(c, 'confirmation')
    return c.redirect(path('/profil'), 303)
  })
  .get('/:token', signedIn(), async (c) => {
    const actor = actorOf(c)
    const email = await findEmailChange(actor, c.req.param('token'))
    c.header('Referrer-Policy', 'strict-origin')
    const page = <EmailConfirmation present={actor.email} email={email} />
    return render(c, { title: 'Confirmer la nouvelle adresse', current: 'profil' }, page)
  })
  .post('/:token', signedIn(), async (c) => {
    await confirmEmailChange(actorOf(c), c.req.param('token'))
    announce(c, 'adresse')
    return c.redirect(path('/profil'), 303)
  })

function askPage(c: Ctx, again?: Again): Response | Promise<Response> {
  const actor = actorOf(c)
  const { typed, errors = [], problem } = again ?? {}
  const page = (
    <EmailForm
      present={actor.email}
      typed={typed?.email ?? ''}
      proved={isProved(actor)}
      errors={errors}
      summary={problem?.message}
    />
  )
  return render(c, { title: 'Changer d’adresse', current: 'profil' }, page)
}
