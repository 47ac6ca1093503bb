import { Hono } from 'hono'
import { HomeBody } from '../../components/home/body'
import { can, type User } from '../actor'
import type { Env } from '../http/env'
import { actorOf, signedIn } from '../http/guards'
import { pageUser } from '../http/page-user'
import { render } from '../http/render'
import { homeOf } from './home'

export const home = new Hono<Env>().get('/', signedIn(), async (c) => {
  const actor = actorOf(c)
  const content = await homeOf(actor)
  const { name, roleLabel } = pageUser(actor)
  const who = { name, roles: roleLabel, doors: doorsOf(actor), enrolBy: actor.enrolBy }
  const page = <HomeBody {...content} {...who} />
  return render(c, { title: 'Accueil', current: 'accueil' }, page)
})

/** The shortcuts that this person may take. */
function doorsOf(actor: User) {
  return {
    dashboard: can(actor, 'dashboard.read'),
    list: can(actor, 'personnel.list'),
    create: can(actor, 'personnel.write'),
    export: can(actor, 'personnel.export'),
    ownId: actor.personId,
  }
}
