import { type Exportable, formatNames } from '../../src/lib/exportables'
import { LinkButton } from '../ui/button'
import { Disclosure } from '../ui/disclosure'
import { listHref, offerHref } from './words'

type Props = {
  list: Exportable
  /** What is in the address of the list, wherever in it one is. */
  query: URLSearchParams | Record<string, string | null | undefined>
}

/** The list that is on screen, as a file or on paper: the same rows in the same order. */
export function ExportLinks({ list, query }: Props) {
  const pairs = query instanceof URLSearchParams ? joined(query) : Object.entries(query)
  const asked = Object.fromEntries(
    pairs.filter((pair): pair is [string, string] => Boolean(pair[1]) && !['apres', 'avant', 'fin'].includes(pair[0])),
  )
  return (
    <Disclosure summary="Exporter">
      <div class="actions">
        <LinkButton icon="download" href={listHref(list, asked, 'csv')}>
          {formatNames.csv}
        </LinkButton>
        <LinkButton icon="download" href={listHref(list, asked, 'xlsx')}>
          {formatNames.xlsx}
        </LinkButton>
        <LinkButton href={listHref(list, asked, 'impression')}>Page à imprimer</LinkButton>
        {list === 'personnel' && (
          <LinkButton icon="document" href={offerHref('etat', asked, 'pdf')}>
            État par direction (PDF)
          </LinkButton>
        )}
      </div>
    </Disclosure>
  )
}

/** Boxes of one name are one value. */
function joined(query: URLSearchParams): [string, string][] {
  return [...new Set(query.keys())].map((name) => [name, query.getAll(name).join(',')])
}
