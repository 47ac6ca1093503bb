import type { Balance } from '../../src/leave/leave'
import { absenceTypes } from '../../src/lib/civil-service'
import { count, day, decimal, plural } from '../../src/lib/french'
import type { AbsencesOf } from '../../src/personnel/absences'
import type { AbsencePart } from '../../src/personnel/file-queries'
import { DefinitionList } from '../ui/definition-list'
import { EmptyState } from '../ui/empty'
import { Table } from '../ui/table'

/** What is left of annual leave, then the absences. */
export function Absences({ parts, year, balance }: AbsencesOf) {
  return (
    <>
      {balance && <Leave year={year} balance={balance} />}
      <Years parts={parts} />
    </>
  )
}

function Leave({ year, balance }: { year: number; balance: Balance }) {
  const days = (n: number) => `${decimal(n, n % 1 === 0 ? 0 : 1)}\u00a0${plural(n, 'jour', 'jours')}`
  return (
    <section>
      <h2>Congé annuel {year}</h2>
      <DefinitionList
        items={[
          { label: 'Droit', term: 'conge_annuel', value: days(balance.gained) },
          ...(balance.other === 0 ? [] : [{ label: 'Reports et corrections', value: days(balance.other) }]),
          { label: 'Pris', value: days(balance.used) },
          { label: 'Reste', value: <strong>{days(balance.left)}</strong> },
        ]}
      />
    </section>
  )
}

/** Newest first; an absence across two years stands in both, each with its own days. */
function Years({ parts }: { parts: AbsencePart[] }) {
  if (parts.length === 0) return <EmptyState title="Aucune absence enregistrée." />
  const years = [...new Set(parts.map((part) => part.year))]
  return years.map((year) => {
    const rows = parts.filter((part) => part.year === year)
    return (
      <Table
        caption={`${year}\u202f: ${count(
          rows.reduce((sum, { days }) => sum + days, 0),
          'jour',
          'jours',
        )}`}
        captionShown
        rows={rows}
        columns={[
          { label: 'Type', cell: ({ type }) => (type === null ? 'Autre motif' : absenceTypes[type]) },
          { label: 'Du', cell: ({ startsOn, wholeFrom }) => bound(startsOn, wholeFrom, 'suite du') },
          { label: 'Au', cell: ({ endsOn, wholeTo }) => bound(endsOn, wholeTo, 'se poursuit jusqu’au') },
          { label: 'Jours', numeric: true, cell: ({ days }) => days },
        ]}
      />
    )
  })
}

/** A day on which the year cuts an absence says where the other part of it is: two lines are one absence. */
function bound(shown: string, whole: string, words: string) {
  if (shown === whole) return day(shown)
  return (
    <>
      {day(shown)} <small>{`${words} ${day(whole)}`}</small>
    </>
  )
}
