import { Hono } from 'hono'
import { JournalExport } from '../../components/activities/export'
import { JournalLine } from '../../components/activities/line'
import { JournalList, RefusedSearch } from '../../components/activities/list'
import type { Ctx, Env } from '../http/env'
import { actorOf, signedIn } from '../http/guards'
import { formInput, queryInput } from '../http/input'
import { readsJournal } from '../http/page-user'
import { rateLimit } from '../http/rate-limit'
import { type Again, refill } from '../http/refill'
import { render } from '../http/render'
import { path } from '../lib/paths'
import { missing } from '../lib/problems'
import { isoToday } from '../lib/today'
import { type EventName, events } from './events'
import { askedOf, countedUpTo, exportForm, exportLines, findLine, isProved, pageOf, proveExport } from './journal'
import { journalSchema, lineId, type Search, searchSchema } from './search'

const choices = (Object.keys(events) as EventName[])
  .map((name) => ({ value: name, label: events[name].label }))
  .sort((one, other) => one.label.localeCompare(other.label, 'fr'))

const exports = rateLimit('journal', 10, 60)

/** Who did what: one's own trail for everybody, and what the role opens beyond it. */
export const journal = new Hono<Env>()
  .get('/', signedIn(), refill(refused), async (c) => {
    const { apres, avant, fin, ...search } = queryInput(c, journalSchema)
    const actor = actorOf(c)
    const page = await pageOf(actor, search, { apres, avant, fin })
    const list = (
      <JournalList search={search} page={page} wide={readsJournal(actor)} events={choices} counted={countedUpTo} />
    )
    return render(c, { title: 'Journal', current: 'journal' }, list)
  })
  .get('/export.csv', signedIn(), exports, async (c) => {
    const search = queryInput(c, searchSchema)
    const content = await exportLines(actorOf(c), search)
    if (!content) return c.redirect(addressOf('/journal/export', search), 303)
    c.header('Content-Type', 'text/csv; charset=utf-8')
    c.header('Content-Disposition', `attachment; filename="journal-${isoToday()}.csv"`)
    return c.body(content)
  })
  .get('/export', signedIn(), (c) => exportPage(c, queryInput(c, searchSchema)))
  .post('/export', signedIn(), async (c) => {
    const { proof, ...search } = await formInput(c, exportForm)
    // not before: a search that cannot be read cannot be offered again
    c.set('refill', (problem, _typed, errors) => exportPage(c, search, { problem, errors }))
    await proveExport(actorOf(c), proof)
    return c.redirect(addressOf('/journal/export.csv', search), 303)
  })
  .get('/:id', signedIn(), async (c) => {
    const id = lineId.safeParse(c.req.param('id'))
    if (!id.success) throw missing()
    const line = await findLine(actorOf(c), id.data)
    return render(c, { title: 'Ligne du journal', current: 'journal' }, <JournalLine line={line} />)
  })

function exportPage(c: Ctx, search: Search, { errors, problem }: Partial<Again> = {}): Promise<Response> {
  const refused = { errors, refusal: problem?.message }
  const page = <JournalExport asked={askedOf(search)} proved={isProved(actorOf(c))} {...refused} />
  return render(c, { title: 'Exporter le journal', current: 'journal' }, page)
}

function addressOf(place: string, search: Search): string {
  const query = new URLSearchParams(askedOf(search)).toString()
  return path(query ? `${place}?${query}` : place)
}

/** A filter that was mistyped is corrected where it stands. */
function refused(c: Ctx, { errors, problem }: Again): Promise<Response> {
  const search = Object.fromEntries(new URL(c.req.url).searchParams)
  const page = { search, wide: readsJournal(actorOf(c)), events: choices, errors, problem }
  return render(c, { title: 'Journal', current: 'journal' }, <RefusedSearch {...page} />)
}
