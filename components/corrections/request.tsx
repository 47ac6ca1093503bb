import type { Row } from '../../src/corrections/queries'
import { moment } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import { fieldLabels, written } from '../personnel/labels'
import { DefinitionList } from '../ui/definition-list'
import { StateBadge } from './state'

/** What a request says of itself beside what it asks for. `home`: where it stands, for the address of its proof. */
export function RequestFacts({ request, home }: { request: Row; home: string }) {
  const { id, state, askedAt, decidedAt, decidedBy, note, proof, reason } = request
  return (
    <DefinitionList
      items={[
        { label: 'État', value: <StateBadge state={state} /> },
        { label: 'Demandée le', value: moment(askedAt) },
        ...(decidedAt ? [{ label: state === 'retiree' ? 'Retirée le' : 'Décidée le', value: moment(decidedAt) }] : []),
        ...(decidedBy ? [{ label: 'Décidée par', value: decidedBy }] : []),
        ...(reason ? [{ label: 'Motif du refus', value: reason, wide: true }] : []),
        ...(note ? [{ label: 'Précision', value: note, wide: true }] : []),
        {
          label: 'Justificatif',
          value: proof ? <a href={path(`${home}/${id}/justificatif`)}>Télécharger {proof.name}</a> : 'Aucun',
          wide: true,
        },
      ]}
    />
  )
}

/** The names of the fields asked for, in the order of the file. */
export function askedFields({ after }: Pick<Row, 'after'>): string {
  return fieldsOf(after)
    .map((field) => fieldLabels[field])
    .join(', ')
}

/** Each field, before and after. */
export function Changes({ before, after }: Pick<Row, 'before' | 'after'>) {
  return (
    <ul class="plain">
      {fieldsOf(after).map((field) => (
        <li>
          {fieldLabels[field]}&#8239;: <del>{written(field, before[field], [])}</del>{' '}
          <span class="sr-only">devient</span> <ins>{written(field, after[field], [])}</ins>
        </li>
      ))}
    </ul>
  )
}

type Field = keyof Row['after']

/** jsonb keeps its keys in an order of its own. */
function fieldsOf(after: Row['after']): Field[] {
  return (Object.keys(fieldLabels) as Field[]).filter((field) => field in after)
}
