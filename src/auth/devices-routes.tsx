import { Hono } from 'hono'
import { DeviceList } from '../../components/devices/list'
import type { Ctx, Env } from '../http/env'
import { announce } from '../http/flash'
import { actorOf, signedIn } from '../http/guards'
import { formInput } from '../http/input'
import { type Again, refill } from '../http/refill'
import { render } from '../http/render'
import { path } from '../lib/paths'
import { isProved, proofForm, signOut } from './auth'
import { devicesOf, endOtherSessions, endSession, isOwnSession, proveOneself } from './devices'
import { sessionCookie } from './sessions'

const home = () => path('/profil/appareils')

export const devices = new Hono<Env>()
  .get('/', signedIn(), (c) => list(c))
  .put('/preuve', signedIn(), refill(list), async (c) => {
    await proveOneself(actorOf(c), await formInput(c, proofForm))
    return c.redirect(home(), 303)
  })
  .delete('/', signedIn(), refill(list), async (c) => {
    await endOtherSessions(actorOf(c))
    announce(c, 'sessions-terminees')
    return c.redirect(home(), 303)
  })
  .delete('/:id', signedIn(), refill(list), async (c) => {
    const [actor, id] = [actorOf(c), c.req.param('id')]
    if (await isOwnSession(actor, id)) return leave(c)
    await endSession(actor, id)
    announce(c, 'session-terminee')
    return c.redirect(home(), 303)
  })

async function list(c: Ctx, again?: Again): Promise<Response> {
  const actor = actorOf(c)
  const page = <DeviceList devices={await devicesOf(actor)} proved={isProved(actor)} errors={again?.errors} />
  return render(c, { title: 'Appareils', current: 'profil' }, page)
}

async function leave(c: Ctx): Promise<Response> {
  await signOut(actorOf(c))
  c.header('Set-Cookie', sessionCookie.cleared, { append: true })
  c.header('Clear-Site-Data', '"cache", "storage"')
  announce(c, 'deconnecte')
  return c.redirect(path('/connexion'), 303)
}
