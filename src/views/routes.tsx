import { Hono } from 'hono'
import { z } from 'zod'
import { ViewForm } from '../../components/views/form'
import { ViewsPage } from '../../components/views/page'
import type { Ctx, Env } from '../http/env'
import { announce } from '../http/flash'
import { actorOf, may, signedIn } from '../http/guards'
import { formInput, queryInput } from '../http/input'
import { type Again, refill } from '../http/refill'
import { render } from '../http/render'
import { path } from '../lib/paths'
import { missing } from '../lib/problems'
import {
  changeView,
  chooseDefault,
  deleteView,
  findOwn,
  listShared,
  listUnits,
  listViews,
  mayShare,
  mayWithdraw,
  newViewForm,
  saveView,
  viewForm,
  withdrawView,
} from './views'

const reads = [signedIn(), may('personnel.list')] as const

/** Lists of personnel kept under a name, under the list's own address. */
export const views = new Hono<Env>()
  .get('/', ...reads, async (c) => {
    queryInput(c, z.object({}))
    const actor = actorOf(c)
    const [views, shared, units] = await Promise.all([listViews(actor), listShared(actor), listUnits()])
    const known = { views, shared, units, chosen: actor.preferences.list ?? null }
    const page = <ViewsPage {...known} mayWithdraw={mayWithdraw(actor)} />
    return render(c, { title: 'Vues enregistrées', current: 'personnel' }, page)
  })
  .post('/', ...reads, refill(newPage), async (c) => {
    await saveView(actorOf(c), await formInput(c, newViewForm))
    announce(c, 'vue-enregistree')
    return back(c)
  })
  .get('/nouvelle', ...reads, (c) => newPage(c))
  .delete('/defaut', ...reads, async (c) => {
    await chooseDefault(actorOf(c), null)
    announce(c, 'vue-defaut-retiree')
    return back(c)
  })
  .get('/:id', ...reads, (c) => changePage(c))
  .put('/:id', ...reads, refill(changePage), async (c) => {
    await changeView(actorOf(c), idOf(c), await formInput(c, viewForm))
    announce(c, 'vue-modifiee')
    return back(c)
  })
  .delete('/:id', ...reads, async (c) => {
    await deleteView(actorOf(c), idOf(c))
    announce(c, 'vue-supprimee')
    return back(c)
  })
  .delete('/:id/partage', signedIn(), may('views.withdraw'), async (c) => {
    await withdrawView(actorOf(c), idOf(c))
    announce(c, 'vue-retiree')
    return back(c)
  })
  .put('/:id/defaut', ...reads, async (c) => {
    // nothing is asked of it
    await formInput(c, z.strictObject({}))
    await chooseDefault(actorOf(c), idOf(c))
    announce(c, 'vue-defaut')
    return back(c)
  })

async function newPage(c: Ctx, again?: Again): Promise<Response> {
  const query = again?.typed.query ?? new URL(c.req.url).searchParams.toString()
  const typed = again?.typed ?? {}
  const form = <ViewForm view={null} query={query} units={await listUnits()} typed={typed} {...refused(c, again)} />
  return render(c, { title: 'Enregistrer une vue', current: 'personnel' }, form)
}

async function changePage(c: Ctx, again?: Again): Promise<Response> {
  const view = await findOwn(actorOf(c), idOf(c))
  const typed = again?.typed ?? { name: view.name, shared: view.shared ?? '' }
  const shown = { view, query: view.query, units: await listUnits(), typed }
  const form = <ViewForm {...shown} {...refused(c, again)} />
  return render(c, { title: `Modifier ${view.name}`, current: 'personnel' }, form)
}

function refused(c: Ctx, again?: Again) {
  return { errors: again?.errors, refusal: again?.problem.message, mayShare: mayShare(actorOf(c)) }
}

function idOf(c: Ctx): string {
  const id = z.uuid().safeParse(c.req.param('id'))
  if (!id.success) throw missing()
  return id.data
}

function back(c: Ctx): Response {
  return c.redirect(path('/personnel/vues'), 303)
}
