import { Hono } from 'hono'
import { DashboardBody } from '../../components/dashboard/body'
import type { Env } from '../http/env'
import { actorOf, may, signedIn } from '../http/guards'
import { renderPiece } from '../http/render-piece'
import { drawnDashboard } from './dashboard'

export const dashboard = new Hono<Env>().get('/', signedIn(), may('dashboard.read'), async (c) => {
  const piece = await drawnDashboard(actorOf(c), (figures) => String(<DashboardBody {...figures} />))
  return renderPiece(c, { title: 'Tableau de bord', current: 'dashboard', wide: true }, piece)
})
