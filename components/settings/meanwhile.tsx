import { moment } from '../../src/lib/french'
import type { Meanwhile as MeanwhileProps } from '../../src/settings/standing'
import { Icon } from '../ui/icon'
import { Table } from '../ui/table'

/** Above a form that came too late: what somebody else decided meanwhile, beside what was typed. Nothing is saved yet. */
export function Meanwhile({ by, at, rows }: MeanwhileProps) {
  return (
    <>
      <div class="notice attention" role="alert" tabindex={-1} data-focus="">
        <Icon name="alert" />
        <div>
          <p class="notice-title">Ces paramètres ont été modifiés depuis que vous les avez ouverts</p>
          <p>
            {at && `Dernière modification le ${moment(at)}${by ? ` par ${by}` : ''}. `}
            Rien de votre saisie n’est encore enregistré&#8239;: vérifiez le formulaire, puis enregistrez-le de nouveau
            pour confirmer.
          </p>
        </div>
      </div>
      {rows.length > 0 && (
        <Table
          caption="Ce qui a changé entre-temps"
          captionShown
          rows={rows}
          columns={[
            { label: 'Paramètre', cell: ({ label }) => label },
            { label: 'À l’ouverture', cell: ({ before }) => before },
            { label: 'Enregistré depuis', cell: ({ after }) => after },
            { label: 'Votre formulaire', cell: ({ yours }) => yours },
          ]}
        />
      )}
    </>
  )
}
