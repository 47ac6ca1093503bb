import type { FieldError } from '../../src/lib/problems'
import { authLabels, newPasswordLabels } from '../auth/labels'
import { AccountName, NewPasswordFields } from '../auth/new-password'
import { type StrengthProps, StrengthWatch } from '../auth/strength'
import { Button } from '../ui/button'
import { ErrorSummary } from '../ui/error-summary'

export type WelcomeProps = {
  /** The address of the page. */
  link: string
  name: string
  email: string
  secondFactor: boolean
  errors?: FieldError[]
  strength?: StrengthProps | null
}

/** Behind the link of an invitation: it posts to its own address. */
export function Welcome({ link, name, email, secondFactor, errors = [], strength }: WelcomeProps) {
  return (
    <>
      <form method="post" class="form">
        <h1>Bienvenue</h1>
        <p>
          {name}, choisissez le mot de passe de votre compte {email}. Ce lien ne sert qu’une fois.
        </p>
        <ErrorSummary errors={errors} labels={newPasswordLabels(authLabels.password)} />
        <AccountName email={email} />
        <NewPasswordFields
          errors={errors}
          secondFactor={secondFactor}
          strength={strength}
          label={authLabels.password}
        />
        <Button kind="primary">Choisir ce mot de passe</Button>
      </form>
      <StrengthWatch link={link} />
    </>
  )
}
