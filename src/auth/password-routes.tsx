import { Hono } from 'hono'
import { RecoveredForm, RecoveryAsked, RecoveryForm } from '../../components/auth/recovery'
import { SpentLink, spentTitle } from '../../components/auth/spent-link'
import { TypedStrength } from '../../components/auth/strength'
import { PasswordForm } from '../../components/profile/password'
import type { Ctx, Env } from '../http/env'
import { announce } from '../http/flash'
import { actorOf, signedIn } from '../http/guards'
import { formInput } from '../http/input'
import { type Again, refill } from '../http/refill'
import { render } from '../http/render'
import { spent } from '../http/spent'
import { path } from '../lib/paths'
import type { Owner } from './chosen-password'
import { changePassword, passwordForm } from './password-change'
import { placeOf } from './place'
import { askRecovery, findRecovery, recover, recoveredForm, recoveryForm } from './recovery'
import { sessionCookie } from './sessions'
import { strengthFor, typedForm, typedStrength } from './typed-password'

/** Where passwords are forgotten, chosen and changed. */
export const passwords = new Hono<Env>()
  .get('/mot-de-passe-oublie', (c) => render(c, forgotten, <RecoveryForm />))
  .post(
    '/mot-de-passe-oublie',
    refill((c, again) => render(c, forgotten, <RecoveryForm {...again} />)),
    async (c) => {
      await askRecovery(await formInput(c, recoveryForm), placeOf(c))
      return c.redirect(path('/mot-de-passe-oublie/envoi'), 303)
    },
  )
  .get('/mot-de-passe-oublie/envoi', (c) => render(c, forgotten, <RecoveryAsked />))
  .get('/mot-de-passe/:token', spent(spentPage), (c) => recoveredPage(c))
  .post('/mot-de-passe/:token', spent(spentPage), refill(recoveredPage), async (c) => {
    await recover(c.req.param('token'), await formInput(c, recoveredForm), placeOf(c))
    announce(c, 'nouveau')
    return c.redirect(path('/connexion'), 303)
  })
  .post('/mot-de-passe/:token/solidite', spent(spentPage), refill(notRead), (c) =>
    strengthPiece(c, () => findRecovery(c.req.param('token'))),
  )
  .post('/solidite', refill(notRead), (c) => strengthPiece(c, () => c.get('actor')))
  .get('/profil/mot-de-passe', signedIn(), (c) => changePage(c))
  .put('/profil/mot-de-passe', signedIn(), refill(changePage), async (c) => {
    const input = await formInput(c, passwordForm)
    const token = await changePassword(actorOf(c), input, placeOf(c))
    c.header('Set-Cookie', sessionCookie.header(token), { append: true })
    announce(c, 'motdepasse')
    return c.redirect(path('/profil'), 303)
  })

const forgotten = { title: 'Mot de passe oublié' }

async function recoveredPage(c: Ctx, again?: Again): Promise<Response> {
  const owner = await findRecovery(c.req.param('token') ?? '')
  // whoever follows a link from here must not carry the token along
  c.header('Referrer-Policy', 'strict-origin')
  const link = `/mot-de-passe/${c.req.param('token')}`
  const page = <RecoveredForm email={owner.email} link={link} {...(await chosenSoFar(owner, again))} />
  return render(c, { title: 'Choisir un mot de passe' }, page)
}

async function strengthPiece(c: Ctx, whose: () => Promise<Owner> | Owner | null): Promise<Response> {
  const { password } = await formInput(c, typedForm)
  const strength = await typedStrength(password, c.env.edge.address, whose)
  return c.html(String(<TypedStrength strength={strength} />))
}

function notRead(c: Ctx, again: Again): Response {
  return c.html(String(<TypedStrength again={again} />))
}

function spentPage(c: Ctx, message: string): Promise<Response> {
  const next = { href: path('/mot-de-passe-oublie'), label: 'Demander un nouveau lien' }
  const other = { href: path('/connexion'), label: 'Aller à la connexion' }
  return render(c, { title: spentTitle }, <SpentLink message={message} next={next} other={other} />)
}

async function changePage(c: Ctx, again?: Again): Promise<Response> {
  const actor = actorOf(c)
  const others = !again || again.typed.others === 'oui'
  const choice = await chosenSoFar(actor, again)
  const page = <PasswordForm {...choice} email={actor.email} others={others} summary={again?.problem.message} />
  return render(c, { title: 'Changer de mot de passe', current: 'profil' }, page)
}

/** What the form says of a password that was refused, which is not shown again. */
async function chosenSoFar(owner: Owner, again?: Again) {
  const typed = again?.typed.password
  return {
    errors: again?.errors ?? [],
    secondFactor: owner.secondFactor,
    strength: typed ? await strengthFor(typed, owner) : null,
  }
}
