import type { Child } from 'hono/jsx'

export type Definition = { label: string; value: Child; wide?: boolean }

/** Label and value pairs of a file. Take care that « nothing » is null or an empty text. */
export function DefinitionList({ items }: { items: Definition[] }) {
  return (
    <dl class="definitions">
      {items.map(({ label, value, wide }) => (
        <div class={wide ? 'wide' : undefined}>
          <dt>{label}</dt>
          <dd>
            {value === null || value === undefined || value === '' ? <span class="unset">non renseigné</span> : value}
          </dd>
        </div>
      ))}
    </dl>
  )
}
