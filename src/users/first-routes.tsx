import { Hono } from 'hono'
import { InvitationForm } from '../../components/auth/invitation'
import { SpentLink, spentTitle } from '../../components/auth/spent-link'
import { TypedStrength } from '../../components/auth/strength'
import type { Ctx, Env } from '../http/env'
import { announce } from '../http/flash'
import { formInput } from '../http/input'
import { refill } from '../http/refill'
import { render } from '../http/render'
import { spent } from '../http/spent'
import { path } from '../lib/paths'
import {
  acceptInvitation,
  checkInvitation,
  firstOwner,
  invitationForm,
  strengthFor,
  typedFirstForm,
  typedStrength,
} from './first-administrator'

const page = { title: 'Premier administrateur' }

/** Behind the link that is printed when there is no account yet. */
export const firstAdministrator = new Hono<Env>()
  .get('/:token', spent(spentPage), async (c) => {
    await checkInvitation(c.req.param('token'))
    return render(c, page, <InvitationForm link={linkOf(c)} />)
  })
  .post(
    '/:token',
    spent(spentPage),
    refill(async (c, again) => {
      const strength = await strengthFor(again.typed.password ?? '', firstOwner(again.typed))
      return render(c, page, <InvitationForm link={linkOf(c)} {...again} strength={strength} />)
    }),
    async (c) => {
      const token = c.req.param('token')
      await checkInvitation(token)
      const input = await formInput(c, invitationForm)
      const { address, ray } = c.env.edge
      await acceptInvitation(token, input, { address, cfRay: ray, requestId: c.env.moment.requestId })
      announce(c, 'compte')
      return c.redirect(path('/connexion'), 303)
    },
  )
  .post(
    '/:token/solidite',
    spent(spentPage),
    refill((c, again) => c.html(String(<TypedStrength again={again} />))),
    async (c) => {
      const { password, ...typed } = await formInput(c, typedFirstForm)
      const strength = await typedStrength(password, c.env.edge.address, async () => {
        await checkInvitation(c.req.param('token'))
        return firstOwner(typed)
      })
      return c.html(String(<TypedStrength strength={strength} />))
    },
  )

function linkOf(c: Ctx): string {
  return `/invitation/${c.req.param('token')}`
}

function spentPage(c: Ctx, message: string): Promise<Response> {
  const next = { href: path('/connexion'), label: 'Aller à la connexion' }
  return render(c, { title: spentTitle }, <SpentLink message={message} next={next} />)
}
