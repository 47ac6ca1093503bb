import { Hono } from 'hono'
import { listStart, PeopleList } from '../../components/personnel/list'
import { RefusedList } from '../../components/personnel/refused-list'
import { ViewBar } from '../../components/views/bar'
import { can } from '../actor'
import type { Ctx, Env } from '../http/env'
import { actorOf, may, signedIn } from '../http/guards'
import { queryInput } from '../http/input'
import { type Again, refill } from '../http/refill'
import { isPiece, render } from '../http/render'
import { renderPiece } from '../http/render-piece'
import { rightHref, rightQuery } from '../lib/right-address'
import { listQuery } from './address'
import { personFile } from './file-routes'
import { columnsOf, drawnList, listSchema, listUnits, viewsOf } from './list'

export const personnel = new Hono<Env>()
  .get('/', signedIn(), may('personnel.list'), refill(refused), async (c) => {
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

/** A filter that was mistyped is corrected where it stands. */
async function refused(c: Ctx, { errors }: Again): Promise<Response> {
  const query = new URL(c.req.url).searchParams
  const right = rightQuery(query, errors)
  const columns = columnsOf({ colonnes: listSchema.shape.colonnes.parse(right.getAll('colonnes').join()) })
  const marks = can(actorOf(c), 'evaluations.read')
  const shown = {
    query,
    right,
    rightHref: rightHref(c.req.path, query, errors),
    units: await listUnits(),
    columns,
    marks,
    errors,
    piece: isPiece(c),
  }
  return render(c, { title: 'Personnel', current: 'personnel', wide: true }, <RefusedList {...shown} />)
}
