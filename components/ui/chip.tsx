import type { PropsWithChildren } from 'hono/jsx'
import type { Attributes } from './attributes'
import { Icon } from './icon'

export type ChipProps = { label: string; removeHref: string; removing?: Attributes }

export function Chips({ label = 'Filtres en vigueur', children }: PropsWithChildren<{ label?: string }>) {
  return (
    <ul class="chips" aria-label={label}>
      {children}
    </ul>
  )
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
