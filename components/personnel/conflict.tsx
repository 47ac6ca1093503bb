import { moment } from '../../src/lib/french'
import type { Difference } from '../../src/personnel/rules'
import { Icon } from '../ui/icon'
import { Table } from '../ui/table'
import { fieldLabels, type UnitChoice, written } from './labels'

export type ConflictProps = {
  /** Who wrote last, and when; null when the change was nobody's (a rule of the house that moved). */
  last: { name: string; at: Date } | null
  differences: Difference[]
  units: UnitChoice[]
}

const order = Object.keys(fieldLabels)

/** Above a form that came too late: what the others changed meanwhile, beside what was typed. Nothing is saved yet. */
export function Conflict({ last, differences, units }: ConflictProps) {
  return (
    <>
      <div class="notice attention" role="alert" tabindex={-1} data-focus="">
        <Icon name="alert" />
        <div>
          <p class="notice-title">Ce dossier a été modifié depuis que vous l’avez ouvert</p>
          <p>
            {last && `Dernière modification par ${last.name}, le ${moment(last.at)}. `}
            Rien de votre saisie n’est encore enregistré&#8239;: vérifiez le formulaire, puis enregistrez-le de nouveau
            pour confirmer.
          </p>
        </div>
      </div>
      {differences.length > 0 && (
        <Table
          caption="Ce qui a changé entre-temps"
          captionShown
          rows={differences.toSorted((a, b) => order.indexOf(a.field) - order.indexOf(b.field))}
          columns={[
            { label: 'Champ', cell: ({ field }) => fieldLabels[field] },
            { label: 'À l’ouverture', cell: ({ field, seen }) => written(field, seen, units) },
            { label: 'Enregistré depuis', cell: ({ field, theirs }) => written(field, theirs, units) },
            { label: 'Votre formulaire', cell: (one) => yours(one, units) },
          ]}
        />
      )}
    </>
  )
}

function yours({ field, yours, adopted }: Difference, units: UnitChoice[]): string {
  return adopted ? 'reprend la nouvelle valeur' : written(field, yours, units)
}
