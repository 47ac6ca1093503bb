import { Hono } from 'hono'
import { z } from 'zod'
import { ChartPage } from '../../components/organisation/chart-page'
import { TreePage } from '../../components/organisation/tree'
import { UnitPage } from '../../components/organisation/unit'
import { VacanciesPage } from '../../components/organisation/vacancies'
import { can } from '../actor'
import type { Env } from '../http/env'
import { actorOf, may, signedIn } from '../http/guards'
import { queryInput } from '../http/input'
import { render } from '../http/render'
import { chartSchema, readChart } from './chart'
import { unitCode } from './rules'
import { listVacancies, readTree, treeSchema, vacancySchema } from './tree'
import { unitActs } from './unit-routes'
import { viewUnit } from './view'

/** Who is where in the house: the tree, its drawing, the posts that nobody holds, a unit, and what is done to units. */
export const organisation = new Hono<Env>()
  .get('/', signedIn(), may('organisation.read'), async (c) => {
    const { q } = queryInput(c, treeSchema)
    const tree = await readTree(actorOf(c), q)
    const rights = { write: can(actorOf(c), 'organisation.write') }
    return render(c, { title: 'Organisation', current: 'organisation' }, <TreePage {...tree} q={q} rights={rights} />)
  })
  .get('/organigramme', signedIn(), may('organisation.read'), async (c) => {
    const input = queryInput(c, chartSchema)
    const chart = await readChart(actorOf(c), input)
    const query = new URL(c.req.url).searchParams
    return render(
      c,
      { title: 'Organigramme', current: 'organisation', wide: true },
      <ChartPage chart={chart} query={query} />,
    )
  })
  .get('/postes-vacants', signedIn(), may('organisation.read'), async (c) => {
    const vacancies = await listVacancies(queryInput(c, vacancySchema))
    const page = <VacanciesPage vacancies={vacancies} mayWrite={can(actorOf(c), 'organisation.write')} />
    return render(c, { title: 'Postes vacants', current: 'organisation' }, page)
  })
  .route('/unites', unitActs)
  .get('/unites/:code', signedIn(), may('organisation.read'), async (c) => {
    // nothing is asked of it
    queryInput(c, z.object({}))
    const actor = actorOf(c)
    const view = await viewUnit(actor, unitCode(c.req.param('code')))
    const rights = { write: can(actor, 'organisation.write'), list: can(actor, 'personnel.list') }
    return render(c, { title: view.unit.name, current: 'organisation' }, <UnitPage {...view} rights={rights} />)
  })
