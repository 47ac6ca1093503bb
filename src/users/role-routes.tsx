import { Hono } from 'hono'
import { z } from 'zod'
import { Dates, NewRole, Withdrawal } from '../../components/users/role-forms'
import type { Ctx, Env } from '../http/env'
import { announce } from '../http/flash'
import { actorOf, may, signedIn } from '../http/guards'
import { formInput } from '../http/input'
import { type Again, refill } from '../http/refill'
import { render } from '../http/render'
import { path } from '../lib/paths'
import { missing } from '../lib/problems'
import { type Account, listOpenUnits, readAccount } from './account'
import { powers } from './powers'
import { changeRole, giveRole, roleDatesForm, roleForm, withdrawRole } from './roles'
import { isProved, proofForm } from './users'

/** The roles of one account, below its address. */
export const roleRoutes = new Hono<Env>()
  .get('/nouveau', signedIn(), may('accounts.write'), (c) => newPage(c))
  .post('/', signedIn(), may('accounts.write'), refill(newPage), async (c) => {
    const { id } = await accountOf(c)
    await giveRole(actorOf(c), id, await formInput(c, roleForm))
    announce(c, 'role-donne')
    return c.redirect(path(`/utilisateurs/${id}`), 303)
  })
  .get('/:role', signedIn(), may('accounts.write'), (c) => datesPage(c))
  .put('/:role', signedIn(), may('accounts.write'), refill(datesPage), async (c) => {
    const { id } = await accountOf(c)
    await changeRole(actorOf(c), id, roleIdOf(c), await formInput(c, roleDatesForm))
    announce(c, 'role-modifie')
    return c.redirect(path(`/utilisateurs/${id}`), 303)
  })
  .get('/:role/retrait', signedIn(), may('accounts.write'), (c) => withdrawalPage(c))
  .delete('/:role', signedIn(), may('accounts.write'), refill(withdrawalPage), async (c) => {
    const { id } = await accountOf(c)
    await withdrawRole(actorOf(c), id, roleIdOf(c), await formInput(c, proofForm))
    announce(c, 'role-retire')
    return c.redirect(path(`/utilisateurs/${id}`), 303)
  })

async function newPage(c: Ctx, again?: Again): Promise<Response> {
  const [account, units] = await Promise.all([accountOf(c), listOpenUnits()])
  const page = <NewRole account={account} units={units} powers={powers()} {...shown(c, again)} />
  return render(c, { title: `Donner un rôle à ${account.name}`, current: 'utilisateurs' }, page)
}

async function datesPage(c: Ctx, again?: Again): Promise<Response> {
  const { account, role } = await heldOf(c)
  const page = <Dates account={account} role={role} own={account.id === actorOf(c).id} {...shown(c, again)} />
  return render(c, { title: `Rôle de ${account.name}`, current: 'utilisateurs' }, page)
}

async function withdrawalPage(c: Ctx, again?: Again): Promise<Response> {
  const { account, role } = await heldOf(c)
  const page = <Withdrawal account={account} role={role} {...shown(c, again)} />
  return render(c, { title: `Rôle de ${account.name}`, current: 'utilisateurs' }, page)
}

async function heldOf(c: Ctx) {
  const account = await accountOf(c)
  const id = roleIdOf(c)
  const role = account.roles.find((one) => one.id === id)
  if (!role) throw missing('Ce rôle n’est plus tenu.')
  return { account, role }
}

function shown(c: Ctx, again: Again | undefined) {
  const { typed = {}, errors = [], problem } = again ?? {}
  return { typed, errors, refusal: problem?.message, proved: isProved(actorOf(c)) }
}

async function accountOf(c: Ctx): Promise<Account> {
  const read = z.uuid().safeParse(c.req.param('id'))
  if (!read.success) throw missing('Ce compte n’existe pas.')
  return readAccount(actorOf(c), read.data)
}

function roleIdOf(c: Ctx): string {
  const id = c.req.param('role') ?? ''
  if (!/^\d{1,18}$/.test(id)) throw missing('Ce rôle n’est plus tenu.')
  return id
}
