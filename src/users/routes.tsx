import { Hono } from 'hono'
import { z } from 'zod'
import { AccountPage } from '../../components/users/account'
import { AccountList } from '../../components/users/list'
import { NewAccount } from '../../components/users/new'
import { Powers } from '../../components/users/powers'
import { SecondFactorReset } from '../../components/users/second-factor-reset'
import { Closing, Reopening } from '../../components/users/standing'
import { can } from '../actor'
import type { Ctx, Env } from '../http/env'
import { announce } from '../http/flash'
import { actorOf, may, signedIn } from '../http/guards'
import { formInput, queryInput } from '../http/input'
import { type Again, refill } from '../http/refill'
import { render } from '../http/render'
import { optional } from '../lib/form'
import { path } from '../lib/paths'
import { missing } from '../lib/problems'
import { findCandidates, readAccount, viewAccount } from './account'
import { invite } from './invitations'
import { listAccounts, listSchema } from './list'
import { powers } from './powers'
import { roleRoutes } from './role-routes'
import { resetSecondFactor } from './second-factor-reset'
import {
  accountForm,
  disableAccount,
  disabledForm,
  enableAccount,
  endSessions,
  isProved,
  openAccount,
  proofForm,
  unlockAccount,
} from './users'

const current = 'utilisateurs'
const candidates = z.strictObject({
  q: optional(z.string().max(100, 'Au plus 100 caractères.')),
  personne: optional(z.uuid('Cette adresse est incomplète.')),
})

export const users = new Hono<Env>()
  .get('/', signedIn(), may('accounts.read'), async (c) => {
    const accounts = await listAccounts(actorOf(c), queryInput(c, listSchema))
    const query = new URL(c.req.url).searchParams
    const page = <AccountList accounts={accounts} query={query} mayOpen={can(actorOf(c), 'accounts.create')} />
    return render(c, { title: 'Utilisateurs', current }, page)
  })
  .post('/', signedIn(), may('accounts.create'), refill(newPage), async (c) => {
    const { id } = await openAccount(actorOf(c), await formInput(c, accountForm))
    announce(c, 'compte-ouvert')
    return c.redirect(can(actorOf(c), 'accounts.read') ? hrefOf(id) : path('/accueil'), 303)
  })
  .get('/nouveau', signedIn(), may('accounts.create'), (c) => newPage(c))
  .get('/pouvoirs', signedIn(), may('accounts.read'), (c) =>
    render(c, { title: 'Ce que donne chaque rôle', current }, <Powers powers={powers()} />),
  )
  .get('/:id', signedIn(), may('accounts.read'), async (c) => {
    const actor = actorOf(c)
    const view = await viewAccount(actor, idOf(c))
    const page = <AccountPage {...view} mayChange={can(actor, 'accounts.write')} own={view.account.id === actor.id} />
    return render(c, { title: view.account.name, current }, page)
  })
  .post('/:id/invitations', signedIn(), may('accounts.create'), async (c) => {
    const id = idOf(c)
    announce(c, (await invite(actorOf(c), id)) ? 'invitation' : 'invitation-partie')
    return c.redirect(can(actorOf(c), 'accounts.read') ? hrefOf(id) : path('/accueil'), 303)
  })
  .get('/:id/desactivation', signedIn(), may('accounts.write'), (c) => standingPage(c))
  .put('/:id/desactivation', signedIn(), may('accounts.write'), refill(standingPage), async (c) => {
    const id = await accountOf(c)
    await disableAccount(actorOf(c), id, await formInput(c, disabledForm))
    announce(c, 'compte-desactive')
    return c.redirect(hrefOf(id), 303)
  })
  .delete('/:id/desactivation', signedIn(), may('accounts.write'), refill(standingPage), async (c) => {
    const id = await accountOf(c)
    await enableAccount(actorOf(c), id, await formInput(c, proofForm))
    announce(c, 'compte-reactive')
    return c.redirect(hrefOf(id), 303)
  })
  .get('/:id/second-facteur', signedIn(), may('accounts.write'), (c) => resetPage(c))
  .delete('/:id/second-facteur', signedIn(), may('accounts.write'), refill(resetPage), async (c) => {
    const id = await accountOf(c)
    await resetSecondFactor(actorOf(c), id, await formInput(c, proofForm))
    announce(c, 'compte-second-facteur')
    return c.redirect(hrefOf(id), 303)
  })
  .delete('/:id/blocage', signedIn(), may('accounts.write'), async (c) => {
    const id = idOf(c)
    await unlockAccount(actorOf(c), id)
    announce(c, 'compte-deverrouille')
    return c.redirect(hrefOf(id), 303)
  })
  .delete('/:id/sessions', signedIn(), may('accounts.write'), async (c) => {
    const id = idOf(c)
    await endSessions(actorOf(c), id)
    announce(c, 'compte-sessions')
    return c.redirect(hrefOf(id), 303)
  })
  .route('/:id/roles', roleRoutes)

/** Who it is for, first; then the address. A refused form is about the person that it named. */
async function newPage(c: Ctx, again?: Again): Promise<Response> {
  const asked = again ? { q: null, personne: personOf(again) } : queryInput(c, candidates)
  const { chosen, found, more } = await findCandidates(actorOf(c), asked)
  const page = (
    <NewAccount
      chosen={chosen}
      found={found}
      more={more}
      q={asked.q}
      typed={again?.typed}
      errors={again?.errors}
      refusal={again?.problem.message}
      mayRead={can(actorOf(c), 'accounts.read')}
      mayOpenApart={can(actorOf(c), 'accounts.write')}
    />
  )
  return render(c, { title: 'Ouvrir un compte', current }, page)
}

function personOf({ typed }: Again): string | null {
  return z.uuid().safeParse(typed.person).data ?? null
}

async function standingPage(c: Ctx, again?: Again): Promise<Response> {
  const form = await formOf(c, again)
  const page = form.account.disabledAt ? <Reopening {...form} /> : <Closing {...form} />
  return render(c, { title: form.account.name, current }, page)
}

/** Of an account that has none there is none to reset; one's own is on one's own page. */
async function resetPage(c: Ctx, again?: Again): Promise<Response> {
  const form = await formOf(c, again)
  const { id, name, secondFactor } = form.account
  if (!secondFactor || id === actorOf(c).id) return c.redirect(hrefOf(id), 303)
  return render(c, { title: name, current }, <SecondFactorReset {...form} />)
}

async function formOf(c: Ctx, again?: Again) {
  return {
    account: await readAccount(actorOf(c), idOf(c)),
    proved: isProved(actorOf(c)),
    typed: again?.typed,
    errors: again?.errors,
    refusal: again?.problem.message,
  }
}

/** Of an account that there is: a form about none is not looked at. */
async function accountOf(c: Ctx): Promise<string> {
  return (await readAccount(actorOf(c), idOf(c))).id
}

function idOf(c: Ctx): string {
  const read = z.uuid().safeParse(c.req.param('id'))
  if (!read.success) throw missing('Ce compte n’existe pas.')
  return read.data
}

function hrefOf(id: string): string {
  return path(`/utilisateurs/${id}`)
}
