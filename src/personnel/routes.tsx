import { Hono } from 'hono'
import { PeopleList } from '../../components/personnel/list'
import { can } from '../actor'
import type { Env } from '../http/env'
import { actorOf, may, signedIn } from '../http/guards'
import { queryInput } from '../http/input'
import { renderPiece } from '../http/render-piece'
import { personnelExports } from './export-routes'
import { personFile } from './file-routes'
import { columnsOf, drawnList, listSchema } from './list'

export const personnel = new Hono<Env>()
  .get('/', signedIn(), may('personnel.list'), async (c) => {
    const actor = actorOf(c)
    const input = queryInput(c, listSchema, ['colonnes'])
    const query = new URL(c.req.url).searchParams
    const rights = {
      write: can(actor, 'personnel.write'),
      export: can(actor, 'personnel.export'),
      marks: can(actor, 'evaluations.read'),
    }
    const list = await drawnList(actor, input, query.toString(), (people, units) =>
      String(<PeopleList people={people} units={units} rights={rights} columns={columnsOf(input)} query={query} />),
    )
    return renderPiece(c, { title: 'Personnel', current: 'personnel', search: input.q ?? '', wide: true }, list)
  })
  .route('/', personnelExports)
  .route('/', personFile)
