import { Hono } from 'hono'
import { SpentLink, spentTitle } from '../../components/auth/spent-link'
import { EmailConfirmation, EmailForm } from '../../components/profile/email'
import type { Ctx, Env } from '../http/env'
import { announce } from '../http/flash'
import { actorOf, signedIn } from '../http/guards'
import { formInput } from '../http/input'
import { type Again, refill } from '../http/refill'
import { render } from '../http/render'
import { spent } from '../http/spent'
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
  .get('/:token', signedIn(), spent(spentPage), async (c) => {
    const actor = actorOf(c)
    const email = await findEmailChange(actor, c.req.param('token'))
    c.header('Referrer-Policy', 'strict-origin')
    const page = <EmailConfirmation present={actor.email} email={email} />
    return render(c, { title: 'Confirmer la nouvelle adresse', current: 'profil' }, page)
  })
  .post('/:token', signedIn(), spent(spentPage), async (c) => {
    await confirmEmailChange(actorOf(c), c.req.param('token'))
    announce(c, 'adresse')
    return c.redirect(path('/profil'), 303)
  })

function spentPage(c: Ctx, message: string): Promise<Response> {
  const next = { href: path('/profil/adresse'), label: 'Demander un nouveau lien' }
  const other = { href: path('/profil'), label: 'Retour au profil' }
  const page = (
    <SpentLink message={message} next={next} other={other}>
      <p>Vous vous connectez avec {actorOf(c).email}.</p>
    </SpentLink>
  )
  return render(c, { title: spentTitle, current: 'profil' }, page)
}

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
