import { count } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import { unitKinds } from '../../src/lib/unit-kinds'
import type { Vacancies, Vacancy } from '../../src/organisation/tree'
import { ExportLinks } from '../exports/links'
import { hrefWith } from '../personnel/list-href'
import { EmptyState } from '../ui/empty'
import { Help } from '../ui/help'
import { PageHead } from '../ui/page-head'
import { Pager } from '../ui/pager'
import { type Column, Table } from '../ui/table'
import { unitHref } from './words'

const place = '/organisation/postes-vacants'

/** The units that nobody is at the head of. */
export function VacanciesPage({ vacancies, mayWrite }: { vacancies: Vacancies; mayWrite: boolean }) {
  const { rows, total } = vacancies
  const said = count(total, 'poste vacant', 'postes vacants')
  const to = (where: Record<string, string> | null) => where && hrefWith(place, new URLSearchParams(), where)
  const whole = !vacancies.first && !vacancies.next
  return (
    <>
      <PageHead
        title="Postes vacants"
        lead={
          <>
            {said}
            <Help term="poste_vacant" />
          </>
        }
        back={{ href: path('/organisation'), label: 'Organisation' }}
      />
      {rows.length === 0 ? (
        <EmptyState title="Chaque unité a un chef." />
      ) : (
        <>
          <ExportLinks list="postes-vacants" query={{}} />
          <Table caption={said} columns={columns(mayWrite)} rows={rows} />
          <Pager
            total={said}
            range={whole ? null : count(rows.length, 'ligne affichée', 'lignes affichées')}
            first={to(vacancies.first)}
            previous={to(vacancies.previous)}
            next={to(vacancies.next)}
            last={to(vacancies.last)}
          />
        </>
      )}
    </>
  )
}

function columns(mayWrite: boolean): Column<Vacancy>[] {
  return [
    { label: 'Unité', cell: ({ code, name }) => ({ text: name, href: unitHref(code), note: code }) },
    { label: 'Nature', cell: ({ kind }) => unitKinds[kind] },
    {
      label: 'Rattachée à',
      cell: ({ parent, parentName }) => parent && { text: parentName ?? parent, href: unitHref(parent) },
    },
    ...(mayWrite
      ? [
          {
            label: 'Acte',
            cell: ({ code, name }: Vacancy) => (
              <a href={unitHref(code, '/chef')}>
                Nommer un chef<span class="sr-only"> de {name}</span>
              </a>
            ),
          },
        ]
      : []),
  ]
}
