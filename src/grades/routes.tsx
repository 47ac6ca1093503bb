import { Hono } from 'hono'
import { ReferentialPage } from '../../components/grades/referential'
import { ReferentialsPage } from '../../components/grades/referentials'
import { can } from '../actor'
import type { Ctx, Env } from '../http/env'
import { announce } from '../http/flash'
import { actorOf, may, signedIn } from '../http/guards'
import { checked, formInput, queryInput } from '../http/input'
import { type Again, refill } from '../http/refill'
import { render } from '../http/render'
import { path } from '../lib/paths'
import { type FieldError, missing, Problem } from '../lib/problems'
import { isoToday } from '../lib/today'
import { gradeLives } from './grade-routes'
import {
  onDay,
  openPeriod,
  periodForm,
  preview,
  type Referential,
  readReferential,
  readReferentials,
  withdrawPeriod,
} from './grades'

/** Grades, classes, grids and age limits: as on a day, and from a day on. */
export const referentials = new Hono<Env>()
  .get('/', signedIn(), may('referentials.read'), async (c) => {
    const { le } = queryInput(c, onDay)
    const found = await readReferentials(le)
    const rights = { write: can(actorOf(c), 'referentials.write'), list: can(actorOf(c), 'personnel.list') }
    return render(
      c,
      { title: 'Référentiels', current: 'referentiels' },
      <ReferentialsPage {...found} rights={rights} />,
    )
  })
  .route('/grades', gradeLives)
  .get('/:table/:key', signedIn(), may('referentials.read'), (c) => page(c))
  .post('/:table/:key', signedIn(), may('referentials.write'), refill(page), async (c) => {
    const about = await referentialOf(c)
    await openPeriod(actorOf(c), about, await formInput(c, await periodForm(about)))
    announce(c, 'periode-ouverte')
    return back(c, about)
  })
  .delete('/:table/:key/:from', signedIn(), may('referentials.write'), refill(page), async (c) => {
    const about = await referentialOf(c)
    const from = c.req.param('from')
    if (!/^\d{4}-\d\d-\d\d$/.test(from) || Number.isNaN(Date.parse(from))) throw missing('Cette période n’existe pas.')
    await withdrawPeriod(actorOf(c), about, from)
    announce(c, 'periode-retiree')
    return back(c, about)
  })

async function page(c: Ctx, again?: Again): Promise<Response> {
  const about = await referentialOf(c)
  const asked = Object.fromEntries(new URL(c.req.url).searchParams)
  const looks = !again && c.req.method === 'GET' && asked.from !== undefined && can(actorOf(c), 'referentials.write')
  const seen: Seen = looks ? await look(c, about, asked) : {}
  const shown = {
    typed: again?.typed ?? (looks ? asked : undefined),
    errors: again?.errors ?? seen.errors ?? [],
    refusal: again?.problem.message ?? seen.refusal,
    concerned: seen.concerned,
  }
  const write = can(actorOf(c), 'referentials.write')
  return render(
    c,
    { title: 'Référentiel', current: 'referentiels' },
    <ReferentialPage about={about} today={isoToday()} write={write} {...shown} />,
  )
}

type Seen = { concerned?: number; errors?: FieldError[]; refusal?: string }

/** What would be refused is said at the fields: nothing was asked for yet. */
async function look(c: Ctx, about: Referential, asked: Record<string, string>): Promise<Seen> {
  try {
    return { concerned: await preview(actorOf(c), about, checked(await periodForm(about), asked)) }
  } catch (error) {
    if (!(error instanceof Problem) || error.kind === 'unavailable') throw error
    return { errors: error.detail.errors ?? [], refusal: error.message }
  }
}

function referentialOf(c: Ctx): Promise<Referential> {
  return readReferential(c.req.param('table'), c.req.param('key'))
}

function back(c: Ctx, { table, key }: Referential): Response {
  return c.redirect(path(`/referentiels/${table}/${key}`), 303)
}
