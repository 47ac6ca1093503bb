import type { Difference } from '../../src/settings/rules'

/** What a version changed, a line a setting: what it was, and what it is from then on. */
export function Differences({ differences }: { differences: Difference[] }) {
  if (differences.length === 0) return <>Valeurs de départ</>
  return (
    <ul class="plain">
      {differences.map(({ label, before, after }) => (
        <li>
          {label}&#8239;: <del>{before}</del> <span class="sr-only">devient</span> <ins>{after}</ins>
        </li>
      ))}
    </ul>
  )
}
