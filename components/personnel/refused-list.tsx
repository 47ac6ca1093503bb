import { path } from '../../src/lib/paths'
import type { FieldError } from '../../src/lib/problems'
import type { ColumnName } from '../../src/personnel/list'
import { LinkButton } from '../ui/button'
import { Notice } from '../ui/notice'
import { PageHead } from '../ui/page-head'
import { WithoutThem, WrongValues } from '../ui/wrong-address'
import { PeopleFilters } from './filters'
import { ListState } from './list-state'

export type RefusedListProps = {
  /** As it was typed, and what of it can be read. */
  query: URLSearchParams
  right: URLSearchParams
  rightHref: string | null
  units: { code: string; name: string; depth: number; closed: boolean }[]
  columns: ColumnName[]
  marks: boolean
  errors: FieldError[]
  /** htmx asks, for the list alone. */
  piece: boolean
}

/**
 * What was asked for cannot be: said at its filter, and first of all on the page. To somebody who is still typing htmx gives but
 * the list, which says it then, and nothing there takes the focus.
 */
export function RefusedList({ query, right, units, columns, marks, piece, ...refused }: RefusedListProps) {
  const { errors } = refused
  return (
    <>
      <PageHead title="Personnel" />
      {!piece && <Refused {...refused} />}
      <PeopleFilters query={query} units={units} columns={columns} marks={marks} errors={errors} />
      <div id="liste" class="busy-region stack">
        <ListState query={right} units={units} />
        {piece && <Refused {...refused} />}
      </div>
    </>
  )
}

function Refused({ errors, rightHref }: Pick<RefusedListProps, 'errors' | 'rightHref'>) {
  return (
    <div class="stack">
      <Notice tone="loss" title="Certains filtres sont à corriger" announced>
        <WrongValues errors={errors} />
      </Notice>
      <div class="actions">
        {rightHref && <WithoutThem href={rightHref} errors={errors} />}
        <LinkButton href={path('/accueil')}>Retour à l’accueil</LinkButton>
      </div>
    </div>
  )
}
