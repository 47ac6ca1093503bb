import type { PropsWithChildren } from 'hono/jsx'
import type { Attributes } from './attributes'
import { Icon } from './icon'

export type ChipProps = { label: string; removeHref: string; removing?: Attributes }

export function Chips({ children }: PropsWithChildren) {
  return <ul class="chips">{children}</ul>
}

/** A filter in force; following it takes the filter away. Stands in `Chips`. */
export function Chip({ label, removeHref, removing }: ChipProps) {
  return (
    <li>
      <a class="chip" href={removeHref} {...removing}>
        <span class="sr-only">Retirer le filtre </span>
        {label}
        <Icon name="close" />
      </a>
    </li>
  )
}
