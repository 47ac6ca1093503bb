import type { PropsWithChildren } from 'hono/jsx'
import type { Attributes } from './attributes'
import { Button } from './button'

export type FilterBarProps = PropsWithChildren<{
  action: string
  /** Fields elsewhere on the page join in by `form={id}`. */
  id?: string
  /** Back to the list without filters; null when none is in force. */
  resetHref?: string | null
  submit?: string
  filtering?: Attributes
  /** On a narrow screen too: something in it is to be corrected. */
  open?: boolean
}>

/**
 * Fields in a row, sent by GET so that the address holds the state of the list. Folded on a narrow screen. Not for the browser
 * to fill in: gone back to, they say what the list shows, not what was chosen afterwards.
 */
export function FilterBar({ action, id, resetHref, submit = 'Appliquer', filtering, open, children }: FilterBarProps) {
  return (
    <details class="disclosure filter-panel" open={open}>
      <summary>Filtres</summary>
      <form class="filters" id={id} action={action} method="get" autocomplete="off" {...filtering}>
        {children}
        <div class="actions">
          <Button icon="filter">{submit}</Button>
          {resetHref && (
            <a class="reset" href={resetHref}>
              Tout effacer
            </a>
          )}
        </div>
      </form>
    </details>
  )
}
