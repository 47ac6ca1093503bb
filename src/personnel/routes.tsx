import { Hono } from 'hono'
import { listStart, PeopleList } from '../../components/personnel/list'
import { ViewBar } from '../../components/views/bar'
import { can } from '../actor'
import type { Env } from '../http/env'
import { actorOf, may, signedIn } from '../http/guards'
import { queryInput } from '../http/input'
import { renderPiece } from '../http/render-piece'
import { listQuery } from './address'
import { personFile } from './file-routes'
import { columnsOf, drawnList, listSchema, viewsOf } from './list'

export const personnel = new Hono<Env>()
  .get('/', signedIn(), may('personnel.list'), async (c) => {
    const actor = actorOf(c)
    const input = queryInput(c, listSchema, ['colonnes', 'choix'])
    const query = new URL(c.req.url).searchParams
    const rights = {
      write: can(actor, 'personnel.write'),
      import: can(actor, 'personnel.import'),
      export: can(actor, 'personnel.export'),
      marks: can(actor, 'evaluations.read'),
    }
    const [list, views] = await Promise.all([
      drawnList(actor, input, query.toString(), (people, units) =>
        String(<PeopleList people={people} units={units} rights={rights} columns={columnsOf(input)} query={query} />),
      ),
      viewsOf(actor),
    ])
    const bar = String(<ViewBar views={views} query={listQuery(query.toString()) ?? ''} />)
    const page = { title: 'Personnel', current: 'personnel', search: input.q ?? '', wide: true }
    return renderPiece(c, page, list, { html: bar, before: listStart })
  })
  .route('/', personFile)
