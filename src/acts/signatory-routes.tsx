import { Hono } from 'hono'
import { SignatoriesPage } from '../../components/acts/signatories'
import type { Ctx, Env } from '../http/env'
import { announce } from '../http/flash'
import { actorOf, may, signedIn } from '../http/guards'
import { formInput, queryInput } from '../http/input'
import { type Again, refill } from '../http/refill'
import { render } from '../http/render'
import { path } from '../lib/paths'
import { isoToday } from '../lib/today'
import { rowId } from './rules'
import {
  endForm,
  endSignatory,
  listProposed,
  listSignatories,
  nameSignatory,
  proposedQuery,
  signatoryForm,
} from './signatories'

/** Who signs acts. */
export const actSignatories = new Hono<Env>()
  .get('/', signedIn(), may('acts.templates'), (c) => signatoriesPage(c))
  .post('/', signedIn(), may('acts.templates'), refill(signatoriesPage), async (c) => {
    await nameSignatory(actorOf(c), await formInput(c, signatoryForm))
    announce(c, 'signataire-designe')
    return c.redirect(path('/actes/signataires'), 303)
  })
  .put('/:id', signedIn(), may('acts.templates'), refill(signatoriesPage), async (c) => {
    await endSignatory(actorOf(c), rowId(c.req.param('id')), await formInput(c, endForm))
    announce(c, 'signataire-fin')
    return c.redirect(path('/actes/signataires'), 303)
  })

async function signatoriesPage(c: Ctx, again?: Again): Promise<Response> {
  const refused = again && { typed: again.typed, errors: again.errors, refusal: again.problem.message }
  const { matricule, title } = again ? { matricule: null, title: null } : queryInput(c, proposedQuery)
  const [signatories, proposed] = await Promise.all([listSignatories(), listProposed()])
  const typed = { ...(matricule && { matricule }), ...(title && { title }) }
  const shown = { signatories, proposed, today: isoToday(), typed, ending: c.req.param('id'), ...refused }
  const page = <SignatoriesPage {...shown} />
  return render(c, { title: 'Signataires', current: 'actes' }, page)
}
