import type { Child } from 'hono/jsx'
import { BarePage } from '../../components/layout/bare'
import { Page } from '../../components/layout/page'
import { pageUser } from './page-user'
import type { Ctx } from './env'
import { takeAnnouncement } from './flash'
import { send } from './send'

export type PageOptions = { title: string; current?: string; search?: string; wide?: boolean }

/**
 * A page of the site around its content. htmx gets the title and the content alone: the frame is already on screen.
 * History restoration wants the whole page.
 */
export function render(c: Ctx, options: PageOptions, content: Child): Promise<Response> {
  const { headers } = c.env.incoming
  const piece = headers['hx-request'] === 'true' && headers['hx-history-restore-request'] !== 'true'
  const actor = c.get('actor')
  c.header('Vary', 'HX-Request')
  if (piece) return html(c, <><title>{options.title}</title><main id="contenu">{content}</main></>)
  const flash = takeAnnouncement(c)
  const message = flash ? { message: flash } : undefined
  if (!actor) return html(c, <BarePage title={options.title} flash={message}>{content}</BarePage>)
  return html(c, <Page {...options} user={pageUser(actor)} flash={message}>{content}</Page>)
}

function html(c: Ctx, page: Child): Promise<Response> {
  return send(c, String(page), 'text/html; charset=utf-8')
}
