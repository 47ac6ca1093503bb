import { raw } from 'hono/html'
import type { PropsWithChildren } from 'hono/jsx'
import { Page } from './page'

/** A document for those who have not signed in: brand and content, nothing else. */
export function BarePage({ title, children }: PropsWithChildren<{ title: string }>) {
  return (
    <Page title={title} user={null}>
      {raw('<div class="bare">')}
      {children}
      {raw('</div>')}
    </Page>
  )
}
