import type { FieldError } from '../../src/lib/problems'
import { Button } from '../ui/button'
import { ErrorSummary } from '../ui/error-summary'
import { TextField } from '../ui/field'
import { authLabels, newPasswordLabels } from './labels'
import { NewPasswordFields } from './new-password'
import { type StrengthProps, StrengthWatch } from './strength'

type Props = { link: string; typed?: Record<string, string>; errors?: FieldError[]; strength?: StrengthProps | null }

const labels = { name: 'Nom', email: authLabels.email, ...newPasswordLabels(authLabels.password) }

/** The form behind the one-time link: it posts to its own address. */
export function InvitationForm({ link, typed = {}, errors = [], strength }: Props) {
  const errorOf = (field: string) => errors.find((error) => error.field === field)?.message
  return (
    <>
      <form method="post" class="form">
        <h1>Premier administrateur</h1>
        <p>Ce lien crée le compte qui tiendra la maison. Il ne sert qu’une fois.</p>
        <ErrorSummary errors={errors} labels={labels} />
        <TextField
          name="name"
          label={labels.name}
          autocomplete="name"
          value={typed.name}
          error={errorOf('name')}
          required
        />
        <TextField
          name="email"
          label={labels.email}
          type="email"
          autocomplete="username"
          value={typed.email}
          error={errorOf('email')}
          required
        />
        <NewPasswordFields label={labels.password} errors={errors} secondFactor={false} strength={strength} />
        <Button kind="primary">Créer le compte</Button>
      </form>
      <StrengthWatch link={link} besides={['name', 'email']} />
    </>
  )
}
