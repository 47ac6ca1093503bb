import { Hono } from 'hono'
import { NotificationList } from '../../components/notifications/list'
import { Preferences } from '../../components/notifications/preferences'
import type { Ctx, Env } from '../http/env'
import { actorOf, signedIn } from '../http/guards'
import { formInput, queryInput } from '../http/input'
import { type Again, refill } from '../http/refill'
import { render } from '../http/render'
import { path } from '../lib/paths'
import { chooseMail, mailOf, preferencesForm } from './letters'
import { listOwn, listQuery, markAllRead, markRead, readAllForm, readingForm } from './notifications'

const home = () => path('/notifications')

export const notifications = new Hono<Env>()
  .get('/', signedIn(), async (c) => {
    const page = await listOwn(actorOf(c), queryInput(c, listQuery))
    return render(c, { title: 'Notifications', current: 'notifications' }, <NotificationList {...page} />)
  })
  .put('/lecture', signedIn(), async (c) => {
    await markAllRead(actorOf(c), await formInput(c, readAllForm))
    return c.redirect(home(), 303)
  })
  .put('/:id/lecture', signedIn(), async (c) => {
    const { suite } = await formInput(c, readingForm)
    const href = await markRead(actorOf(c), c.req.param('id'))
    return c.redirect(suite === 'ouvrir' ? path(href) : home(), 303)
  })
  .get('/preferences', signedIn(), (c) => preferencesPage(c))
  .put('/preferences', signedIn(), refill(preferencesPage), async (c) => {
    await chooseMail(actorOf(c), await formInput(c, preferencesForm))
    return c.redirect(home(), 303)
  })

async function preferencesPage(c: Ctx, again?: Again): Promise<Response> {
  const mail = again?.typed.mail ?? (await mailOf(actorOf(c)))
  const page = <Preferences mail={mail} errors={again?.errors} />
  return render(c, { title: 'Préférences de notification', current: 'notifications' }, page)
}
