import { path } from '../../src/lib/paths'
import type { FieldError, Problem } from '../../src/lib/problems'
import { Button } from '../ui/button'
import { ErrorSummary } from '../ui/error-summary'
import { TextField } from '../ui/field'
import { authLabels } from './labels'
import { SignInNotices } from './sign-in-notices'

type Props = { typed?: Record<string, string>; errors?: FieldError[]; problem?: Problem }

export function SignInForm({ typed = {}, errors = [], problem }: Props) {
  const errorOf = (field: string) => errors.find((error) => error.field === field)?.message
  const summary = errors.length > 0 || !problem ? errors : [{ field: 'email', message: problem.message }]
  const title = problem?.kind === 'throttled' ? 'Trop de tentatives' : problem?.message.replace(/\.$/, '')
  return (
    <form method="post" action={path('/connexion')} class="form">
      <h1>Connexion</h1>
      <SignInNotices />
      <ErrorSummary errors={summary} title={title} labels={errors.length > 0 ? authLabels : {}} />
      <input type="hidden" name="suite" value={typed.suite ?? ''} />
      <TextField
        name="email"
        label={authLabels.email}
        type="email"
        autocomplete="username"
        value={typed.email}
        error={errorOf('email')}
        required
      />
      <TextField
        name="password"
        label={authLabels.password}
        type="password"
        autocomplete="current-password"
        error={errorOf('password')}
        required
      />
      <Button kind="primary">Se connecter</Button>
      <p>
        <a href={path('/mot-de-passe-oublie')}>Mot de passe oublié&#8239;?</a>
      </p>
    </form>
  )
}
