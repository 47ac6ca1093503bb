import { Hono } from 'hono'
import { z } from 'zod'
import { MovePage } from '../../components/organisation/move'
import type { Ctx, Env } from '../http/env'
import { announce } from '../http/flash'
import { actorOf, may, signedIn } from '../http/guards'
import { formInput, queryInput } from '../http/input'
import { type Again, refill } from '../http/refill'
import { render } from '../http/render'
import { optional } from '../lib/form'
import { path } from '../lib/paths'
import { type FieldError, Problem } from '../lib/problems'
import { isoToday } from '../lib/today'
import { type Consequence, isProved, mergeForm, mergeUnit, moveForm, moveUnit, preview } from './moves'
import { listOpenUnits } from './queries'
import { unitCode } from './rules'
import { readUnit } from './view'

/** A unit put elsewhere, or into another: what would follow is shown first. */
export const unitMoves = new Hono<Env>()
  .get('/:code/deplacement', signedIn(), may('organisation.write'), (c) => page(c, false))
  .put(
    '/:code/deplacement',
    signedIn(),
    may('organisation.write'),
    refill((c, again) => page(c, false, again)),
    async (c) => {
      const code = unitCode(c.req.param('code'))
      await moveUnit(actorOf(c), code, await formInput(c, moveForm))
      announce(c, 'unite-deplacee')
      return c.redirect(path(`/organisation/unites/${code}`), 303)
    },
  )
  .get('/:code/fusion', signedIn(), may('organisation.write'), (c) => page(c, true))
  .put(
    '/:code/fusion',
    signedIn(),
    may('organisation.write'),
    refill((c, again) => page(c, true, again)),
    async (c) => {
      const code = unitCode(c.req.param('code'))
      const input = await formInput(c, mergeForm)
      await mergeUnit(actorOf(c), code, input)
      const later = input.on > isoToday()
      announce(c, later ? 'unite-fin' : 'unite-fusionnee')
      return c.redirect(path(`/organisation/unites/${later ? code : input.vers}`), 303)
    },
  )

const query = z.object({ vers: optional(z.string().regex(/^[A-Z0-9-]{2,20}$/, 'Cette unité n’existe pas.')) })

async function page(c: Ctx, merged: boolean, again?: Again): Promise<Response> {
  const actor = actorOf(c)
  const vers = again ? null : queryInput(c, query).vers
  const [unit, units] = await Promise.all([readUnit(actor, unitCode(c.req.param('code'))), listOpenUnits()])
  const follows = vers ? await consequence(() => preview(actor, unit.code, vers, merged)) : {}
  const { typed = { vers: vers ?? '' }, errors = follows.errors ?? [], problem = follows.problem } = again ?? {}
  const title = `${merged ? 'Fusionner' : 'Déplacer'} ${unit.name}`
  const proved = isProved(actor)
  const said = { typed, errors, proved, refusal: problem?.message, consequence: follows.consequence }
  return render(c, { title, current: 'organisation' }, <MovePage unit={unit} units={units} merged={merged} {...said} />)
}

type Follows = { consequence?: Consequence; errors?: FieldError[]; problem?: Problem }

/** What would be refused is said where it was chosen: nothing was asked for yet. */
async function consequence(look: () => Promise<Consequence>): Promise<Follows> {
  return look().then(
    (found) => ({ consequence: found }),
    (error: unknown) => {
      if (!(error instanceof Problem) || error.kind === 'unavailable') throw error
      return { problem: error, errors: error.detail.errors ?? [] }
    },
  )
}
