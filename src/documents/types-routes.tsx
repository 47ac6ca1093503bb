import { Hono } from 'hono'
import { TypeForm } from '../../components/documents/types-form'
import { TypeList } from '../../components/documents/types-list'
import { can } from '../actor'
import type { Ctx, Env } from '../http/env'
import { announce } from '../http/flash'
import { actorOf, may, signedIn } from '../http/guards'
import { formInput } from '../http/input'
import { type Again, refill } from '../http/refill'
import { render } from '../http/render'
import { path } from '../lib/paths'
import { missing } from '../lib/problems'
import { noFields } from './documents'
import {
  changeType,
  createType,
  deleteType,
  findType,
  isProved,
  listKept,
  restoreType,
  retireType,
  typeForm,
} from './types-register'

const write = [signedIn(), may('referentials.write')] as const

/** The kinds of paper that files hold. */
export const documentTypes = new Hono<Env>()
  .get('/', signedIn(), may('referentials.read'), async (c) => {
    const list = <TypeList types={await listKept()} write={can(actorOf(c), 'referentials.write')} />
    return render(c, { title: 'Types de document', current: 'referentiels' }, list)
  })
  .get('/nouveau', ...write, (c) => newPage(c))
  .post('/', ...write, refill(newPage), async (c) => {
    await createType(actorOf(c), await formInput(c, typeForm))
    return done(c, 'type-cree')
  })
  .get('/:code', ...write, (c) => typePage(c))
  .put('/:code', ...write, refill(typePage), async (c) => {
    await changeType(actorOf(c), codeOf(c), await formInput(c, typeForm))
    return done(c, 'type-modifie')
  })
  .delete('/:code', ...write, refill(typePage), async (c) => {
    await deleteType(actorOf(c), codeOf(c))
    return done(c, 'type-supprime')
  })
  .put('/:code/retrait', ...write, refill(typePage), async (c) => {
    await formInput(c, noFields)
    await retireType(actorOf(c), codeOf(c))
    return done(c, 'type-retire')
  })
  .delete('/:code/retrait', ...write, refill(typePage), async (c) => {
    await restoreType(actorOf(c), codeOf(c))
    return done(c, 'type-retabli')
  })

function newPage(c: Ctx, again?: Again): Response | Promise<Response> {
  const title = 'Nouveau type de document'
  return render(c, { title, current: 'referentiels' }, <TypeForm {...shown(c, again)} />)
}

async function typePage(c: Ctx, again?: Again): Promise<Response> {
  const type = await findType(codeOf(c))
  if (!type) throw missing('Ce type de document n’existe pas.')
  const title = `${type.label}, type de document`
  return render(c, { title, current: 'referentiels' }, <TypeForm type={type} {...shown(c, again)} />)
}

function shown(c: Ctx, again: Again | undefined) {
  // what was refused without a form is shown as it is
  const typed = again?.typed.label === undefined ? undefined : again.typed
  return { typed, errors: again?.errors ?? [], refusal: again?.problem.message, proved: isProved(actorOf(c)) }
}

function done(c: Ctx, name: Parameters<typeof announce>[1]): Response {
  announce(c, name)
  return c.redirect(path('/referentiels/documents'), 303)
}

function codeOf(c: Ctx): string {
  const code = c.req.param('code') ?? ''
  if (!/^[a-z_]{2,40}$/.test(code)) throw missing('Ce type de document n’existe pas.')
  return code
}
