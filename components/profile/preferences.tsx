import { path } from '../../src/lib/paths'
import type { FieldError } from '../../src/lib/problems'
import { Button, LinkButton } from '../ui/button'
import { ErrorSummary } from '../ui/error-summary'
import { RadioField } from '../ui/field'
import { PageHead } from '../ui/page-head'

const fields = [
  {
    name: 'theme',
    label: 'Couleurs',
    choices: [
      { value: 'navigateur', label: 'Comme mon appareil' },
      { value: 'clair', label: 'Claires' },
      { value: 'sombre', label: 'Sombres' },
    ],
  },
  {
    name: 'density',
    label: 'Lignes des tableaux',
    choices: [
      { value: 'confortable', label: 'Aérées' },
      { value: 'compacte', label: 'Serrées\u202f: plus de lignes à l’écran' },
    ],
  },
  {
    name: 'formats',
    label: 'Dates',
    choices: [
      { value: 'francais', label: '31/12/2026' },
      { value: 'iso', label: '2026-12-31' },
    ],
  },
] as const

type Props = { chosen: Record<(typeof fields)[number]['name'], string>; errors: FieldError[] }

/** How the pages look to this person. */
export function PreferencesForm({ chosen, errors }: Props) {
  return (
    <>
      <PageHead
        title="Préférences d’affichage"
        lead="Elles vous suivent sur tous vos appareils."
        back={{ href: path('/profil'), label: 'Retour au profil' }}
      />
      <form class="form" method="post" action={path('/profil/preferences?_method=PUT')}>
        <ErrorSummary errors={errors} />
        {fields.map(({ name, label, choices }) => (
          <RadioField
            name={name}
            label={label}
            value={chosen[name]}
            choices={[...choices]}
            error={errors.find(({ field }) => field === name)?.message}
          />
        ))}
        <div class="actions">
          <Button kind="primary">Enregistrer</Button>
          <LinkButton href={path('/profil')}>Annuler</LinkButton>
        </div>
      </form>
    </>
  )
}
