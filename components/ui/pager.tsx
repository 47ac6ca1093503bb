import type { Pages, Place } from '../../src/lib/pages'
import type { Attributes } from './attributes'
import { Icon, type IconName } from './icon'

export type PagerProps = {
  /** `480 agents`. */
  total: string
  /** `1 à 50`; null when the whole list is shown. */
  range: string | null
  first: string | null
  previous: string | null
  next: string | null
  last: string | null
  label?: string
  /** htmx attributes of the links. */
  turning?: Attributes
}

/** The total is always said, and announced after a swap (`data-announce`). */
export function Pager(props: PagerProps) {
  const { total, range, label = 'Pages de la liste', turning } = props
  return (
    <nav class="pager" aria-label={label}>
      <p data-announce="">
        {range && <>{range} sur </>}
        <strong>{total}</strong>
      </p>
      {range && (
        <ul>
          <Turn href={props.first} label="Première" turning={turning} />
          <Turn href={props.previous} label="Précédente" before="arrow-left" turning={turning} />
          <Turn href={props.next} label="Suivante" after="arrow-right" turning={turning} />
          <Turn href={props.last} label="Dernière" turning={turning} />
        </ul>
      )}
    </nav>
  )
}

/** The pages around this one as addresses: what `Pager` is told of them. */
export function turnsOf(pages: Pages, hrefOf: (place: Place) => string) {
  const turn = (place: Place | null) => place && hrefOf(place)
  return { first: turn(pages.first), previous: turn(pages.previous), next: turn(pages.next), last: turn(pages.last) }
}

type TurnProps = { href: string | null; label: string; before?: IconName; after?: IconName; turning?: Attributes }

function Turn({ href, label, before, after, turning }: TurnProps) {
  const content = (
    <>
      {before && <Icon name={before} />}
      {label}
      {after && <Icon name={after} />}
    </>
  )
  return (
    <li>
      {href === null ? (
        <span>{content}</span>
      ) : (
        <a href={href} {...turning}>
          {content}
        </a>
      )}
    </li>
  )
}
