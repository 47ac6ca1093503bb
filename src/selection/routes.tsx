import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import { NobodyTicked, SelectionPage } from '../../components/selection/page'
import type { Env } from '../http/env'
import { actorOf, may, signedIn } from '../http/guards'
import { render } from '../http/render'
import { path } from '../lib/paths'
import { invalid } from '../lib/problems'
import { isoToday } from '../lib/today'
import { askedBy, chosen, listBehind } from './selection'

/** People ticked in the list, or all of a search: who they are, and what can be done with them at once. */
export const selection = new Hono<Env>().get('/', signedIn(), may('personnel.export'), async (c) => {
  const asked = askedBy(new URL(c.req.url).searchParams)
  if (asked === null) throw invalid([], 'Cette adresse contient un paramètre illisible.')
  const { query, named } = asked
  if (!named) {
    const list = path('/personnel')
    const back = list + listBehind(query, c.req.header('referer'), list)
    return render(c, { title: 'Sélection', current: 'personnel' }, <NobodyTicked list={back} />)
  }
  const people = await chosen(actorOf(c), query)
  const page = <SelectionPage people={people} query={query} formKey={randomUUID()} today={isoToday()} />
  return render(c, { title: 'Sélection', current: 'personnel' }, page)
})
