import { Hono } from 'hono'
import { JournalLine } from '../../components/activities/line'
import { JournalList, RefusedSearch } from '../../components/activities/list'
import type { Ctx, Env } from '../http/env'
import { actorOf, signedIn } from '../http/guards'
import { queryInput } from '../http/input'
import { readsJournal } from '../http/page-user'
import { type Again, refill } from '../http/refill'
import { render } from '../http/render'
import { missing } from '../lib/problems'
import { type EventName, events } from './events'
import { countedUpTo, findLine, pageOf } from './journal'
import { journalSchema, lineId } from './search'

const choices = (Object.keys(events) as EventName[])
  .map((name) => ({ value: name, label: events[name].label }))
  .sort((one, other) => one.label.localeCompare(other.label, 'fr'))

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
  .get('/:id', signedIn(), async (c) => {
    const id = lineId.safeParse(c.req.param('id'))
    if (!id.success) throw missing()
    const line = await findLine(actorOf(c), id.data)
    return render(c, { title: 'Ligne du journal', current: 'journal' }, <JournalLine line={line} />)
  })

/** A filter that was mistyped is corrected where it stands. */
function refused(c: Ctx, { errors, problem }: Again): Promise<Response> {
  const search = Object.fromEntries(new URL(c.req.url).searchParams)
  const page = { search, wide: readsJournal(actorOf(c)), events: choices, errors, problem }
  return render(c, { title: 'Journal', current: 'journal' }, <RefusedSearch {...page} />)
}
