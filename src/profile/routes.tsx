import { Hono } from 'hono'
import { PreferencesForm } from '../../components/profile/preferences'
import { ProfilePage } from '../../components/profile/profile'
import type { Ctx, Env } from '../http/env'
import { announce } from '../http/flash'
import { actorOf, signedIn } from '../http/guards'
import { formInput } from '../http/input'
import { type Again, refill } from '../http/refill'
import { render } from '../http/render'
import { path } from '../lib/paths'
import { roleLabels } from '../lib/role-labels'
import { type Chosen, choosePreferences, chosenOf, ownProfile, preferencesForm } from './profile'

export const profile = new Hono<Env>()
  .get('/', signedIn(), async (c) => {
    const actor = actorOf(c)
    const { roles, ...own } = await ownProfile(actor)
    const held = roles.map(({ role, ...rest }) => ({ label: roleLabels[role], ...rest }))
    const page = <ProfilePage {...own} roles={held} personId={actor.personId} secondFactor={actor.secondFactor} />
    return render(c, { title: 'Mon profil', current: 'profil' }, page)
  })
  .get('/preferences', signedIn(), (c) => preferencesPage(c))
  .put('/preferences', signedIn(), refill(preferencesPage), async (c) => {
    await choosePreferences(actorOf(c), await formInput(c, preferencesForm))
    announce(c, 'preferences')
    return c.redirect(path('/profil'), 303)
  })

function preferencesPage(c: Ctx, again?: Again): Response | Promise<Response> {
  const chosen = { ...chosenOf(actorOf(c).preferences), ...again?.typed } as Chosen
  const page = <PreferencesForm chosen={chosen} errors={again?.errors ?? []} />
  return render(c, { title: 'Préférences d’affichage', current: 'profil' }, page)
}
