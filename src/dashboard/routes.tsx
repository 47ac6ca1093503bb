import { Hono } from 'hono'
import { DashboardBody } from '../../components/dashboard/body'
import { Piece } from '../../components/ui/piece'
import type { Env } from '../http/env'
import { actorOf, may, signedIn } from '../http/guards'
import { render } from '../http/render'
import { drawnDashboard } from './dashboard'

export const dashboard = new Hono<Env>().get('/', signedIn(), may('dashboard.read'), async (c) => {
  const { html } = await drawnDashboard(actorOf(c), (figures) => String(<DashboardBody {...figures} />))
  return render(c, { title: 'Tableau de bord', current: 'dashboard', wide: true }, <Piece html={html} />)
})
