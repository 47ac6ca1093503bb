import type { PropsWithChildren } from 'hono/jsx'
import type { Flash } from './flash'
import { Page } from './page'

/** A document for those who have not signed in: brand and content, nothing else. */
export function BarePage({ title, flash, children }: PropsWithChildren<{ title: string; flash?: Flash }>) {
  return (
    <Page title={title} user={null} flash={flash}>
      <div class="bare">{children}</div>
    </Page>
  )
}
