import type { Child } from 'hono/jsx'
import type { Term } from '../../src/lib/glossary'
import { Help } from './help'

/** `term`: a word of the label that not everybody knows. */
export type Definition = { label: string; value: Child; wide?: boolean; term?: Term }

/** Label and value pairs of a file. Take care that « nothing » is null or an empty text. */
export function DefinitionList({ items }: { items: Definition[] }) {
  return (
    <dl class="definitions">
      {items.map(({ label, value, wide, term }) => (
        <div class={wide ? 'wide' : undefined}>
          <dt>
            {label}
            {term && <Help term={term} />}
          </dt>
          <dd>
            {value === null || value === undefined || value === '' ? <span class="unset">non renseigné</span> : value}
          </dd>
        </div>
      ))}
    </dl>
  )
}
