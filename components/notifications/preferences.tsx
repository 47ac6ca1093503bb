import { path } from '../../src/lib/paths'
import type { FieldError } from '../../src/lib/problems'
import { Button, LinkButton } from '../ui/button'
import { ErrorSummary } from '../ui/error-summary'
import { RadioField } from '../ui/field'
import { PageHead } from '../ui/page-head'

const choices = [
  { value: 'immediat', label: 'À chaque notification' },
  { value: 'quotidien', label: 'Une fois par jour, en un seul courriel' },
  { value: 'jamais', label: 'Jamais' },
]

/** How one wishes to be told besides the pages of the site, where one always is. */
export function Preferences({ mail, errors = [] }: { mail: string; errors?: FieldError[] }) {
  const home = path('/notifications')
  return (
    <>
      <PageHead
        title="Préférences de notification"
        lead="Les notifications paraissent toujours sur le site."
        back={{ href: home, label: 'Retour aux notifications' }}
      />
      <ErrorSummary errors={errors} />
      <form class="form" method="post" action={`${home}/preferences?_method=PUT`}>
        <RadioField
          name="mail"
          label="Les recevoir aussi par courriel"
          value={mail}
          choices={choices}
          error={errors.find(({ field }) => field === 'mail')?.message}
        />
        <div class="actions">
          <Button kind="primary">Enregistrer</Button>
          <LinkButton href={home}>Annuler</LinkButton>
        </div>
      </form>
    </>
  )
}
