import { Hono } from 'hono'
import { z } from 'zod'
import { ExportOffer } from '../../components/personnel/export-offer'
import { ExportPage } from '../../components/personnel/export-page'
import type { Ctx, Env } from '../http/env'
import { actorOf, may, signedIn } from '../http/guards'
import { formInput, queryInput } from '../http/input'
import { rateLimit } from '../http/rate-limit'
import { render } from '../http/render'
import { path } from '../lib/paths'
import { type FieldError, missing, type Problem } from '../lib/problems'
import { isoToday } from '../lib/today'
import { type Format, formats } from './export'
import {
  askedOf,
  cancelExport,
  exportAtOnce,
  exportForm,
  findExport,
  findFile,
  isMost,
  isProved,
  longestAtOnce,
  requestExport,
  requestForm,
  sizeOf,
} from './export-request'
import { type ListInput, listSchema, listUnits } from './list'

const exports = rateLimit('export', 20, 60)

/** The list taken away: at once, or made by the worker, watched, cancelled and fetched when it is long. */
export const personnelExports = new Hono<Env>()
  .get('/export.csv', signedIn(), may('personnel.export'), exports, (c) => atOnce(c, 'csv'))
  .get('/export.xlsx', signedIn(), may('personnel.export'), exports, (c) => atOnce(c, 'xlsx'))
  .get('/exports/nouveau', signedIn(), may('personnel.export'), (c) => {
    const { format, ...input } = queryInput(c, exportForm, ['colonnes'])
    return offer(c, format, input)
  })
  .post('/exports', signedIn(), may('personnel.export'), exports, async (c) => {
    const { format, proof, ...input } = await formInput(c, requestForm)
    // not before: a list that cannot be read cannot be offered
    c.set('refill', (problem, _typed, errors) => offer(c, format, input, { problem, errors }))
    const id = await requestExport(actorOf(c), format, input, proof)
    return c.redirect(path(`/personnel/exports/${id}`), 303)
  })
  .get('/exports/:id', signedIn(), async (c) => {
    const [found, units] = await Promise.all([findExport(actorOf(c), exportId(c)), listUnits()])
    return render(c, { title: 'Export du personnel', current: 'personnel' }, <ExportPage found={found} units={units} />)
  })
  .get('/exports/:id/fichier', signedIn(), async (c) => {
    const { format, day, bytes, content } = await findFile(actorOf(c), exportId(c))
    c.header('Content-Length', String(bytes))
    return download(c, content, format, day)
  })
  .post('/exports/:id/annulation', signedIn(), async (c) => {
    const id = exportId(c)
    await cancelExport(actorOf(c), id)
    return c.redirect(path(`/personnel/exports/${id}`), 303)
  })

/** What is not to be had at once is offered instead: asking for it changes something, so that it takes a button. */
async function atOnce(c: Ctx, format: Format): Promise<Response> {
  const actor = actorOf(c)
  const input = queryInput(c, listSchema, ['colonnes'])
  const list = await exportAtOnce(actor, format, input)
  if (list) return download(c, list, format, isoToday())
  const query = new URLSearchParams({ ...askedOf(input), format })
  return c.redirect(path(`/personnel/exports/nouveau?${query}`), 303)
}

type Refused = { problem: Problem; errors: FieldError[] }

async function offer(c: Ctx, format: Format, input: ListInput, refused?: Refused): Promise<Response> {
  const actor = actorOf(c)
  const [people, units] = await Promise.all([sizeOf(actor, input), listUnits()])
  const page = (
    <ExportOffer
      format={format}
      asked={askedOf(input)}
      people={people}
      units={units}
      long={people > longestAtOnce}
      proved={isProved(actor) || !(await isMost(people))}
      errors={refused?.errors}
      refusal={refused?.problem.message}
    />
  )
  return render(c, { title: 'Exporter le personnel', current: 'personnel' }, page)
}

function download(c: Ctx, bytes: ReadableStream<Uint8Array>, format: Format, day: string): Response {
  c.header('Content-Type', formats[format])
  c.header('Content-Disposition', `attachment; filename="personnel-${day}.${format}"`)
  return c.body(bytes as ReadableStream)
}

function exportId(c: Ctx): string {
  const id = z.uuid().safeParse(c.req.param('id'))
  if (!id.success) throw missing()
  return id.data
}
