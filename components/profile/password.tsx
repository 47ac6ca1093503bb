import { path } from '../../src/lib/paths'
import { authLabels, newPasswordLabels } from '../auth/labels'
import { AccountName, NewPasswordFields, type NewPasswordProps } from '../auth/new-password'
import { StrengthWatch } from '../auth/strength'
import { Button, LinkButton } from '../ui/button'
import { ErrorSummary } from '../ui/error-summary'
import { CheckField, TextField } from '../ui/field'
import { PageHead } from '../ui/page-head'

type Props = { email: string; others: boolean; summary?: string } & NewPasswordProps

const labels = { current: authLabels.current, ...newPasswordLabels() }

/** Changing one's own password: the present one is always asked for. */
export function PasswordForm({ email, others, summary, ...choice }: Props) {
  const { errors } = choice
  const problems = errors.length > 0 || !summary ? errors : [{ field: 'current', message: summary }]
  return (
    <>
      <PageHead title="Changer de mot de passe" back={{ href: path('/profil'), label: 'Retour au profil' }} />
      <form class="form" method="post" action={path('/profil/mot-de-passe?_method=PUT')}>
        <ErrorSummary errors={problems} labels={errors.length > 0 ? labels : {}} />
        <AccountName email={email} />
        <TextField
          name="current"
          label={authLabels.current}
          type="password"
          autocomplete="current-password"
          error={errors.find(({ field }) => field === 'current')?.message}
          required
        />
        <NewPasswordFields {...choice} />
        <CheckField
          name="others"
          label="Déconnecter mes autres appareils"
          help={`Conseillé\u202f: celui-ci reste connecté.`}
          checked={others}
        />
        <div class="actions">
          <Button kind="primary">Changer le mot de passe</Button>
          <LinkButton href={path('/profil')}>Annuler</LinkButton>
        </div>
      </form>
      <StrengthWatch />
    </>
  )
}
