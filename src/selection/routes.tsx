import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import { SelectionPage } from '../../components/selection/page'
import type { Env } from '../http/env'
import { actorOf, may, signedIn } from '../http/guards'
import { render } from '../http/render'
import { invalid } from '../lib/problems'
import { isoToday } from '../lib/today'
import { chosen, queryOf } from './selection'

/** People ticked in the list, or all of a search: who they are, and what can be done with them at once. */
export const selection = new Hono<Env>().get('/', signedIn(), may('personnel.export'), async (c) => {
  const query = queryOf(new URL(c.req.url).searchParams.toString())
  if (query === null) throw invalid([], 'Cette adresse contient un paramètre illisible.')
  const people = await chosen(actorOf(c), query)
  const page = <SelectionPage people={people} query={query} formKey={randomUUID()} today={isoToday()} />
  return render(c, { title: 'Sélection', current: 'personnel' }, page)
})
