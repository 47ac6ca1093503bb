import { evaluationStates } from '../../src/lib/civil-service'
import { decimal } from '../../src/lib/french'
import type { Evaluation } from '../../src/personnel/file-queries'
import { EmptyState } from '../ui/empty'
import { type Column, Table } from '../ui/table'

export type MarkedEvaluation = Evaluation & { mention: string }

/** Five marks, their weighted mean and its word, newest year first. */
export function Evaluations({ evaluations }: { evaluations: MarkedEvaluation[] }) {
  if (evaluations.length === 0) {
    return <EmptyState title="Aucune évaluation." hint="Elles paraîtront ici une fois transmises." />
  }
  return (
    <>
      <Table
        caption="Évaluations annuelles, notes sur 20 : compétence technique, sens de l’organisation, esprit d’initiative, assiduité, relations de service"
        columns={columns}
        rows={evaluations}
      />
      {evaluations.map(
        ({ year, comment }) =>
          comment && (
            <p>
              <strong>{year}</strong>&#8239;: {comment}
            </p>
          ),
      )}
    </>
  )
}

const columns: Column<MarkedEvaluation>[] = [
  { label: 'Année', cell: ({ year }) => String(year) },
  { label: 'Technique', numeric: true, cell: ({ technical }) => decimal(technical, 2) },
  { label: 'Organisation', numeric: true, cell: ({ organisation }) => decimal(organisation, 2) },
  { label: 'Initiative', numeric: true, cell: ({ initiative }) => decimal(initiative, 2) },
  { label: 'Assiduité', numeric: true, cell: ({ diligence }) => decimal(diligence, 2) },
  { label: 'Relations', numeric: true, cell: ({ relations }) => decimal(relations, 2) },
  { label: 'Note finale', numeric: true, cell: ({ finalMark }) => decimal(finalMark, 2) },
  { label: 'Mention', cell: ({ mention }) => mention },
  { label: 'État', cell: ({ state }) => evaluationStates[state] },
]
