import { Hono } from 'hono'
import { DueList } from '../../components/career/due'
import { Forecast } from '../../components/career/forecast'
import { can } from '../actor'
import type { Env } from '../http/env'
import { actorOf, may, signedIn } from '../http/guards'
import { queryInput } from '../http/input'
import { render } from '../http/render'
import { path } from '../lib/paths'
import { listWritable } from './career'
import { dueQuery, listDue } from './due'
import { forecast, forecastQuery, yearsShown } from './forecast'

const current = 'carriere'

/** Everybody's careers: what is to be prepared, and who retires when. */
export const careers = new Hono<Env>()
  .get('/', signedIn(), may('personnel.list'), (c) =>
    c.redirect(path(can(actorOf(c), 'personnel.write') ? '/carriere/avancements' : '/carriere/retraites'), 303),
  )
  .get('/avancements', signedIn(), may('personnel.write'), async (c) => {
    const asked = queryInput(c, dueQuery)
    const actor = actorOf(c)
    const [page, units] = await Promise.all([listDue(actor, asked), listWritable(actor, null)])
    const query = new URL(c.req.url).searchParams
    const list = <DueList {...page} asked={asked} query={query} units={units} />
    return render(c, { title: 'Avancements à préparer', current }, list)
  })
  .get('/retraites', signedIn(), may('personnel.list'), async (c) => {
    const asked = queryInput(c, forecastQuery)
    const mayWrite = can(actorOf(c), 'personnel.write')
    const rights = { mayWrite, mayExport: can(actorOf(c), 'personnel.export') }
    const page = <Forecast {...(await forecast(actorOf(c)))} years={yearsShown} asked={asked} {...rights} />
    return render(c, { title: 'Départs à la retraite', current }, page)
  })
