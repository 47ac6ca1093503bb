import type { JSX } from 'hono/jsx/jsx-runtime'
import { moment } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import type { Line } from '../../src/personnel/file-queries'
import { Disclosure } from '../ui/disclosure'
import { EmptyState } from '../ui/empty'
import { Table } from '../ui/table'
import { fieldLabels, type UnitChoice, written } from './labels'

export type HistoryProps = {
  lines: (Line & { label: string })[]
  /** The whole journal of this person, consultations included. */
  journalHref: string
  /** Set when there is more than is shown. */
  limit: number | null
  units: UnitChoice[]
}

const words: Partial<Record<Line['event'], string>> = {
  'personnel.created': 'Création',
  'personnel.updated': 'Modification',
  'personnel.left': 'Départ',
  'personnel.returned': 'Réintégration',
}

/** Who wrote what in the file, newest first. */
export function History({ lines, limit, units, journalHref }: HistoryProps) {
  const whole = <a href={journalHref}>Voir tout le journal de ce dossier, consultations comprises</a>
  if (lines.length === 0)
    return <EmptyState title="Rien n’a été écrit dans ce dossier depuis son ouverture." hint={whole} />
  return (
    <>
      <Table
        caption="Ce qui a été écrit dans le dossier"
        rows={lines}
        columns={[
          {
            label: 'Acte',
            cell: ({ id, event, label }) => ({ text: words[event] ?? label, href: path(`/journal/${id}`) }),
          },
          { label: 'Date', cell: ({ at }) => moment(at) },
          { label: 'Par', cell: ({ actorName }) => actorName },
          { label: 'Détail', cell: (line) => details(line, units) },
        ]}
      />
      {limit !== null && <p class="help">Les {limit} lignes les plus récentes sont affichées.</p>}
      <p>{whole}</p>
    </>
  )
}

function details(line: Line, units: UnitChoice[]): JSX.Element | null {
  const fields = Object.keys(fieldLabels).filter((field) => has(line.before, field) || has(line.after, field))
  const list = (
    <ul>
      {fields.map((field) => (
        <li>
          {fieldLabels[field as keyof typeof fieldLabels]}&#8239;:{' '}
          {line.before && <>{written(field, line.before[field], units)} → </>}
          {written(field, line.after?.[field], units)}
        </li>
      ))}
    </ul>
  )
  if (fields.length === 0) return null
  return fields.length > 4 ? <Disclosure summary={`${fields.length} champs`}>{list}</Disclosure> : list
}

function has(values: Record<string, unknown> | null, field: string): boolean {
  return values !== null && Object.hasOwn(values, field)
}
