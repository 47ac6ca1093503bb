import { careerKinds, classes, positions } from '../../src/lib/civil-service'
import { day } from '../../src/lib/french'
import type { CareerEvent } from '../../src/personnel/file-queries'
import { EmptyState } from '../ui/empty'
import { Table } from '../ui/table'

/** The acts of a career, newest first. */
export function Career({ events }: { events: CareerEvent[] }) {
  if (events.length === 0) {
    return <EmptyState title="Aucun acte de carrière." hint="Nomination, avancements et affectations paraîtront ici." />
  }
  return (
    <Table
      caption="Actes de carrière"
      rows={events}
      columns={[
        { label: 'Acte', cell: ({ kind }) => careerKinds[kind] },
        { label: 'Date d’effet', cell: ({ effectiveOn }) => day(effectiveOn) },
        { label: 'Objet', cell: objectOf },
        { label: 'Décision', cell: ({ decisionNumber }) => decisionNumber },
        { label: 'Observation', cell: ({ note }) => note },
      ]}
    />
  )
}

function objectOf({ unitName, grade, class: rank, echelon, position }: CareerEvent): string {
  const place = [grade, rank && classes[rank], echelon && `échelon\u00a0${echelon}`].filter(Boolean).join(', ')
  return [unitName, place, position && positions[position]].filter(Boolean).join(' · ')
}
