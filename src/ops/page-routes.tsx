import { Hono } from 'hono'
import { StatePage } from '../../components/ops/state'
import { UsagePage } from '../../components/ops/usage'
import type { Env } from '../http/env'
import { may, signedIn } from '../http/guards'
import { recentRequests } from '../http/recent'
import { render } from '../http/render'
import { stateOfHouse } from './state'
import { usageOf } from './usage'
import { periods } from './usage-sums'

/** `/ops`: how the house is, now. */
export const opsPage = new Hono<Env>().get('/', signedIn(), may('ops.read'), async (c) => {
  const state = await stateOfHouse()
  const page = <StatePage {...state} recent={recentRequests()} />
  return render(c, { title: 'Exploitation', current: 'ops', wide: true }, page)
})

/** `/activite`: how it is used. A period that is none of ours is today. */
export const usagePage = new Hono<Env>().get('/', signedIn(), may('ops.read'), async (c) => {
  const asked = c.req.query('periode')
  const usage = await usageOf(periods.find((period) => period === asked) ?? 'jour')
  const page = <UsagePage {...usage} at={new Date()} />
  return render(c, { title: 'Activité en temps réel', current: 'activite', wide: true }, page)
})
