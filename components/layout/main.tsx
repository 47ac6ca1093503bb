import type { PropsWithChildren } from 'hono/jsx'

/** The content of a page: what the skip link leads to, what Back puts again in place, what htmx gets of a whole page. */
export function Main({ wide, children }: PropsWithChildren<{ wide?: boolean }>) {
  return (
    <main id="contenu" class={wide ? 'wide' : undefined} tabindex={-1} hx-history-elt="">
      {children}
    </main>
  )
}
