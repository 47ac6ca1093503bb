import type { Child } from 'hono/jsx'
import { BarePage } from '../../components/layout/bare'
import { Main } from '../../components/layout/main'
import { Page } from '../../components/layout/page'
import type { Ctx } from './env'
import { takeAnnouncement } from './flash'
import { pageUser } from './page-user'
import { send } from './send'

/** `alone`: without what leads elsewhere, even for somebody who has signed in. */
export type PageOptions = { title: string; current?: string; search?: string; wide?: boolean; alone?: boolean }

/**
 * A page of the site around its content. htmx gets the title and the content alone: the frame is already on screen.
 * History restoration wants the whole page.
 */
export function render(c: Ctx, { alone, ...options }: PageOptions, content: Child): Promise<Response> {
  c.header('Vary', 'HX-Request')
  if (isPiece(c))
    return html(
      c,
      <>
        <title>{`${options.title} — MPPEEP`}</title>
        <Main wide={options.wide}>{content}</Main>
      </>,
    )
  const actor = alone ? null : c.get('actor')
  const flash = takeAnnouncement(c)
  const message = flash ? { message: flash } : undefined
  if (!actor)
    return html(
      c,
      <BarePage title={options.title} flash={message}>
        {content}
      </BarePage>,
    )
  return html(
    c,
    <Page {...options} user={pageUser(actor)} flash={message}>
      {content}
    </Page>,
  )
}

/** Whether htmx asks, for a part of the page that is on screen. */
export function isPiece(c: Ctx): boolean {
  const { headers } = c.env.incoming
  return headers['hx-request'] === 'true' && headers['hx-history-restore-request'] !== 'true'
}

function html(c: Ctx, page: Child): Promise<Response> {
  return send(c, String(page), 'text/html; charset=utf-8')
}
