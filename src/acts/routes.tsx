import { Hono } from 'hono'
import { ActPage } from '../../components/acts/act'
import { ActList } from '../../components/acts/list'
import { can } from '../actor'
import type { Ctx, Env } from '../http/env'
import { announce } from '../http/flash'
import { actorOf, may, signedIn } from '../http/guards'
import { formInput, queryInput } from '../http/input'
import { type Again, refill } from '../http/refill'
import { render } from '../http/render'
import { path } from '../lib/paths'
import { missing } from '../lib/problems'
import { cancelAct, cancelForm, findAct, readsActs } from './acts'
import { listActs, listQuery } from './list'
import { rowId } from './rules'
import { actSignatories } from './signatory-routes'
import { actTemplates } from './template-routes'

/** Every act that was made, what acts say, and who signs them. */
export const acts = new Hono<Env>()
  .get('/', signedIn(), may('acts.read'), async (c) => {
    const asked = queryInput(c, listQuery)
    const actor = actorOf(c)
    const list = <ActList {...(await listActs(actor, asked))} asked={asked} mayWrite={can(actor, 'acts.templates')} />
    return render(c, { title: 'Actes', current: 'actes' }, list)
  })
  .route('/modeles', actTemplates)
  .route('/signataires', actSignatories)
  .get('/:id', signedIn(), may('acts.read'), (c) => actPage(c))
  .delete('/:id', signedIn(), may('acts.produce'), refill(actPage), async (c) => {
    const id = rowId(c.req.param('id'))
    await cancelAct(actorOf(c), id, await formInput(c, cancelForm))
    announce(c, 'acte-annule')
    return c.redirect(path(`/actes/${id}`), 303)
  })

async function actPage(c: Ctx, again?: Again): Promise<Response> {
  const actor = actorOf(c)
  const act = await findAct(actor, rowId(c.req.param('id')))
  if (!act) throw missing()
  const refused = again && { typed: again.typed, errors: again.errors, refusal: again.problem.message }
  const shown = { act, mayCancel: can(actor, 'acts.produce'), readsAll: readsActs(actor) }
  return render(c, { title: `${act.person}, acte`, current: 'actes' }, <ActPage {...shown} {...refused} />)
}
