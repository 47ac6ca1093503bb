import { Hono } from 'hono'
import { z } from 'zod'
import { Offer } from '../../components/exports/offer'
import { ExportPage } from '../../components/exports/page'
import { PrintedList } from '../../components/exports/printed'
import { criteriaOf, listHref, offerHref } from '../../components/exports/words'
import type { Ctx, Env } from '../http/env'
import { actorOf, may, signedIn } from '../http/guards'
import { formInput, queryInput } from '../http/input'
import { rateLimit } from '../http/rate-limit'
import { render } from '../http/render'
import { type Exportable, exportableNames, exportables, exportsHome, type Format, formats } from '../lib/exportables'
import { path } from '../lib/paths'
import { type FieldError, missing, type Problem } from '../lib/problems'
import { isoToday } from '../lib/today'
import {
  askedOf,
  cancelExport,
  exportAtOnce,
  findExport,
  findFile,
  printed,
  provePrinting,
  requestExport,
  sourceFor,
  weigh,
} from './exports'
import { namesFor } from './naming'
import { type Form, listField, offerQuery, readRequest, requestForm } from './requests'

const exports = rateLimit('export', 20, 60)
const boxes = ['colonnes', 'choix']

/** The list of people taken away, at the addresses it has always had. */
export const personnelExports = new Hono<Env>()
  .get('/export.csv', signedIn(), may('personnel.export'), exports, (c) => atOnce(c, 'personnel', 'csv'))
  .get('/export.xlsx', signedIn(), may('personnel.export'), exports, (c) => atOnce(c, 'personnel', 'xlsx'))
  .route('/exports', made('personnel'))

/** Everything that is taken away, and what is made of it. */
export const takenAway = new Hono<Env>()
  .get('/listes/:list/:form', signedIn(), exports, (c) => {
    const list = exportableNames.find((name) => name === c.req.param('list'))
    const form = c.req.param('form')
    if (!list) throw missing()
    if (form === 'impression') return printedPage(c, list)
    const format = sourceFor(actorOf(c), list).formats.find((name) => name === form)
    if (!format) throw missing()
    return atOnce(c, list, format)
  })
  .route('/', made(null))

/** What is asked for and made by the worker: offered, watched, cancelled, fetched. `only`: of this list alone. */
function made(only: Exportable | null) {
  return new Hono<Env>()
    .get('/nouveau', signedIn(), (c) => {
      const list = only ?? queryInput(c, listField, boxes).liste
      const { form, input } = readRequest(queryInput(c, offerQuery(sourceFor(actorOf(c), list), only), boxes))
      return offer(c, list, form, input)
    })
    .post('/', signedIn(), ...(only ? [may('personnel.export')] : []), exports, async (c) => {
      const list = only ?? (await formInput(c, listField)).liste
      const actor = actorOf(c)
      const { form, input, proof } = readRequest(await formInput(c, requestForm(sourceFor(actor, list), only)))
      // not before: a list that cannot be read cannot be offered
      c.set('refill', (problem, _typed, errors) => offer(c, list, form, input, { problem, errors }))
      if (form === 'impression') {
        await provePrinting(actor, list, proof)
        return c.redirect(listHref(list, askedOf(list, input), form), 303)
      }
      const said = criteriaOf(list, askedOf(list, input), await namesFor(actor, list, askedOf(list, input)))
      const id = await requestExport(actor, { list, format: form, input }, said, proof)
      return c.redirect(path(`${exportsHome(list)}/${id}`), 303)
    })
    .get('/:id', signedIn(), async (c) => {
      const found = await findExport(actorOf(c), exportId(c))
      const names = await namesFor(actorOf(c), found.list, found.asked)
      const { title, nav } = exportables[found.list]
      return render(c, { title: `Export\u202f: ${title}`, current: nav }, <ExportPage found={found} names={names} />)
    })
    .get('/:id/fichier', signedIn(), async (c) => {
      const { list, format, day, bytes, content } = await findFile(actorOf(c), exportId(c))
      c.header('Content-Length', String(bytes))
      return download(c, content, { list, format, day })
    })
    .post('/:id/annulation', signedIn(), async (c) => {
      const id = exportId(c)
      const { list } = await cancelExport(actorOf(c), id)
      return c.redirect(path(`${exportsHome(list)}/${id}`), 303)
    })
}

/** What is not to be had at once is offered instead: asking for it changes something, so that it takes a button. */
async function atOnce(c: Ctx, list: Exportable, format: Format): Promise<Response> {
  const actor = actorOf(c)
  const input = queryInput(c, sourceFor(actor, list).schema, boxes)
  const file = await exportAtOnce(actor, { list, format, input })
  if (file) return download(c, ReadableStream.from(file), { list, format, day: isoToday() })
  return c.redirect(offerHref(list, askedOf(list, input), format), 303)
}

async function printedPage(c: Ctx, list: Exportable): Promise<Response> {
  const actor = actorOf(c)
  const input = queryInput(c, sourceFor(actor, list).schema, boxes)
  const page = await printed(actor, list, input)
  if (!page) return c.redirect(offerHref(list, askedOf(list, input), 'impression'), 303)
  const asked = askedOf(list, input)
  const criteria = criteriaOf(list, asked, await namesFor(actor, list, asked))
  const { title, nav } = exportables[list]
  const content = (
    <PrintedList list={list} {...page} asked={asked} criteria={criteria} by={actor.name} at={new Date()} />
  )
  return render(c, { title, current: nav, wide: true }, content)
}

type Refused = { problem: Problem; errors: FieldError[] }

async function offer(c: Ctx, list: Exportable, form: Form, input: unknown, refused?: Refused): Promise<Response> {
  const actor = actorOf(c)
  const asked = askedOf(list, input)
  const [weight, names] = await Promise.all([weigh(actor, list, input), namesFor(actor, list, asked)])
  const page = (
    <Offer
      list={list}
      form={form}
      asked={asked}
      names={names}
      {...weight}
      errors={refused?.errors}
      refusal={refused?.problem.message}
    />
  )
  const { title, nav } = exportables[list]
  return render(c, { title: `Exporter\u202f: ${title}`, current: nav }, page)
}

type Named = { list: Exportable; format: Format; day: string }

function download(c: Ctx, bytes: ReadableStream, { list, format, day }: Named): Response {
  c.header('Content-Type', formats[format])
  c.header('Content-Disposition', `attachment; filename="${list}-${day}.${format}"`)
  return c.body(bytes)
}

function exportId(c: Ctx): string {
  const id = z.uuid().safeParse(c.req.param('id'))
  if (!id.success) throw missing()
  return id.data
}
