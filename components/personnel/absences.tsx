import { absenceTypes } from '../../src/lib/civil-service'
import { count, day } from '../../src/lib/french'
import type { AbsencePart } from '../../src/personnel/file-queries'
import { EmptyState } from '../ui/empty'
import { Table } from '../ui/table'

/** Year by year, newest first; an absence across two years stands in both, each with its own days. */
export function Absences({ parts }: { parts: AbsencePart[] }) {
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
          { label: 'Du', cell: ({ startsOn }) => day(startsOn) },
          { label: 'Au', cell: ({ endsOn }) => day(endsOn) },
          { label: 'Jours', numeric: true, cell: ({ days }) => days },
        ]}
      />
    )
  })
}
