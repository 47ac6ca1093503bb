import { Hono } from 'hono'
import { PeopleList } from '../../components/personnel/list'
import { can } from '../actor'
import type { Ctx, Env } from '../http/env'
import { actorOf, may, signedIn } from '../http/guards'
import { queryInput } from '../http/input'
import { rateLimit } from '../http/rate-limit'
import { renderPiece } from '../http/render-piece'
import { isoToday } from '../lib/today'
import { csvOf, xlsxOf } from './export'
import { personFile } from './file-routes'
import { columnsOf, drawnList, everyone, listSchema, noteExport } from './list'

const exports = rateLimit('export', 20, 60)

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
  .get('/export.csv', signedIn(), may('personnel.export'), exports, async (c) => {
    const input = queryInput(c, listSchema, ['colonnes'])
    await noteExport(actorOf(c), input, 'csv')
    return download(c, csvOf(everyone(actorOf(c), input), columnsOf(input)), 'text/csv; charset=utf-8', 'csv')
  })
  .get('/export.xlsx', signedIn(), may('personnel.export'), exports, async (c) => {
    const input = queryInput(c, listSchema, ['colonnes'])
    await noteExport(actorOf(c), input, 'xlsx')
    const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
    return download(c, await xlsxOf(everyone(actorOf(c), input), columnsOf(input)), type, 'xlsx')
  })
  .route('/', personFile)

function download(c: Ctx, bytes: ReadableStream<Uint8Array>, type: string, extension: string): Response {
  c.header('Content-Type', type)
  c.header('Content-Disposition', `attachment; filename="personnel-${isoToday()}.${extension}"`)
  return c.body(bytes as ReadableStream)
}
