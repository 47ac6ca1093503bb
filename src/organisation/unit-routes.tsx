import { Hono } from 'hono'
import { z } from 'zod'
import { ChiefPage } from '../../components/organisation/chief'
import { ClosingPage } from '../../components/organisation/closing'
import { ChangePage, NewPage } from '../../components/organisation/forms'
import type { Ctx, Env } from '../http/env'
import { announce } from '../http/flash'
import { actorOf, may, signedIn } from '../http/guards'
import { formInput, queryInput } from '../http/input'
import { type Again, refill } from '../http/refill'
import { render } from '../http/render'
import { optional } from '../lib/form'
import { path } from '../lib/paths'
import { isoToday } from '../lib/today'
import { closeUnit, closingForm, deleteUnit, reopenUnit } from './closing'
import { giveUpEnd } from './ends'
import { unitMoves } from './move-routes'
import { listOpenUnits } from './queries'
import { unitCode } from './rules'
import { changeUnit, chiefForm, createUnit, nameChief, newUnitForm, unitForm, vacate } from './units'
import { comingInto, findChiefs, readUnit, viewUnit } from './view'

const write = [signedIn(), may('organisation.write')] as const
export const codeOf = (c: Ctx) => unitCode(c.req.param('code'))

/** What is done to a unit, below its address. */
export const unitActs = new Hono<Env>()
  .get('/nouvelle', ...write, (c) => newPage(c))
  .post('/', ...write, refill(newPage), async (c) => {
    const input = await formInput(c, newUnitForm)
    await createUnit(actorOf(c), input)
    announce(c, 'unite-creee')
    return c.redirect(path(`/organisation/unites/${input.code}`), 303)
  })
  .get('/:code/modification', ...write, (c) => changePage(c))
  .put('/:code', ...write, refill(changePage), async (c) => {
    await changeUnit(actorOf(c), codeOf(c), await formInput(c, unitForm))
    announce(c, 'unite-modifiee')
    return back(c)
  })
  .delete('/:code', ...write, refill(closingPage), async (c) => {
    await deleteUnit(actorOf(c), codeOf(c))
    announce(c, 'unite-supprimee')
    return c.redirect(path('/organisation'), 303)
  })
  .get('/:code/chef', ...write, (c) => chiefPage(c))
  .put('/:code/chef', ...write, refill(chiefPage), async (c) => {
    await nameChief(actorOf(c), codeOf(c), await formInput(c, chiefForm))
    announce(c, 'unite-chef')
    return back(c)
  })
  .delete('/:code/chef', ...write, refill(chiefPage), async (c) => {
    await vacate(actorOf(c), codeOf(c))
    announce(c, 'unite-vacante')
    return back(c)
  })
  .get('/:code/fermeture', ...write, (c) => closingPage(c))
  .put('/:code/fermeture', ...write, refill(closingPage), async (c) => {
    const input = await formInput(c, closingForm)
    await closeUnit(actorOf(c), codeOf(c), input)
    announce(c, input.closedOn > isoToday() ? 'unite-fin' : 'unite-fermee')
    return back(c)
  })
  .delete('/:code/fermeture', ...write, refill(closingPage), async (c) => {
    await reopenUnit(actorOf(c), codeOf(c))
    announce(c, 'unite-rouverte')
    return back(c)
  })
  .delete('/:code/fin', ...write, refill(closingPage), async (c) => {
    await giveUpEnd(actorOf(c), codeOf(c))
    announce(c, 'unite-gardee')
    return back(c)
  })
  .route('/', unitMoves)

async function newPage(c: Ctx, again?: Again): Promise<Response> {
  const units = await listOpenUnits()
  const typed = again?.typed ?? { parent: c.req.query('parent') ?? '' }
  return render(
    c,
    { title: 'Nouvelle unité', current: 'organisation' },
    <NewPage units={units} {...shown(again)} typed={typed} />,
  )
}

async function changePage(c: Ctx, again?: Again): Promise<Response> {
  const unit = await readUnit(actorOf(c), codeOf(c))
  return render(
    c,
    { title: `Modifier ${unit.name}`, current: 'organisation' },
    <ChangePage unit={unit} {...shown(again)} />,
  )
}

const chiefQuery = z.object({
  q: optional(z.string().max(100)),
  personne: optional(z.uuid('Choisissez une personne.')),
})

async function chiefPage(c: Ctx, again?: Again): Promise<Response> {
  const asked = again ? { q: null, personne: null } : queryInput(c, chiefQuery)
  const unit = await readUnit(actorOf(c), codeOf(c))
  const found = await findChiefs(actorOf(c), asked)
  const page = <ChiefPage unit={unit} {...found} q={asked.q} {...shown(again)} />
  return render(c, { title: `Chef de ${unit.name}`, current: 'organisation' }, page)
}

async function closingPage(c: Ctx, again?: Again): Promise<Response> {
  const { unit, uses } = await viewUnit(actorOf(c), codeOf(c))
  const coming = uses.coming > 0 ? await comingInto(actorOf(c), unit) : []
  const page = <ClosingPage unit={unit} uses={uses} coming={coming} {...shown(again)} />
  return render(c, { title: `Fermer ${unit.name}`, current: 'organisation' }, page)
}

export function shown(again: Again | undefined) {
  const { typed, errors = [], problem } = again ?? {}
  return { typed, errors, refusal: problem?.message }
}

export function back(c: Ctx): Response {
  return c.redirect(path(`/organisation/unites/${codeOf(c)}`), 303)
}
