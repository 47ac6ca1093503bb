import type { ListPage } from '../../src/corrections/list'
import { count } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import { Pager } from '../ui/pager'

type Props = Pick<ListPage, 'rows' | 'total' | 'pages'> & {
  home: string
  /** Of the address, beside the place in the list. */
  asked?: Record<string, string>
}

export function CorrectionPager({ rows, total, pages, home, asked = {} }: Props) {
  const whole = pages.first === null && pages.next === null && pages.previous === null
  const href = (place: Record<string, string> | null) => {
    const query = new URLSearchParams({ ...asked, ...place }).toString()
    return place && path(query ? `${home}?${query}` : home)
  }
  return (
    <Pager
      total={count(total, 'demande', 'demandes')}
      range={whole ? null : count(rows.length, 'ligne affichée', 'lignes affichées')}
      first={href(pages.first)}
      previous={href(pages.previous)}
      next={href(pages.next)}
      last={href(pages.last)}
    />
  )
}
