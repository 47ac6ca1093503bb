import { Hono } from 'hono'
import { z } from 'zod'
import { Recounts } from '../../components/leave/recounts'
import type { Ctx, Env } from '../http/env'
import { announce } from '../http/flash'
import { actorOf, may, signedIn } from '../http/guards'
import { formInput } from '../http/input'
import { type Again, refill } from '../http/refill'
import { render } from '../http/render'
import { path } from '../lib/paths'
import { missing } from '../lib/problems'
import { cancelRecount, recentRecounts, recountable, recountForm, requestRecount } from './leave'

/** Leave entitlements: asked to be counted again, watched, cancelled. */
export const leave = new Hono<Env>()
  .get('/', signedIn(), may('leave.recount'), (c) => page(c))
  .post('/recomptes', signedIn(), may('leave.recount'), refill(page), async (c) => {
    const { annee } = await formInput(c, recountForm)
    await requestRecount(actorOf(c), annee)
    announce(c, 'recompte')
    return c.redirect(path('/conges'), 303)
  })
  .post('/recomptes/:id/annulation', signedIn(), may('leave.recount'), async (c) => {
    const id = z.uuid().safeParse(c.req.param('id'))
    if (!id.success) throw missing()
    await cancelRecount(actorOf(c), id.data)
    announce(c, 'annule')
    return c.redirect(path('/conges'), 303)
  })

async function page(c: Ctx, again?: Again): Promise<Response> {
  const recounts = await recentRecounts()
  const error = again?.errors.find(({ field }) => field === 'annee')?.message
  return render(
    c,
    { title: 'Droits à congé', current: 'conges' },
    <Recounts recounts={recounts} years={recountable()} typed={again?.typed} error={error} />,
  )
}
