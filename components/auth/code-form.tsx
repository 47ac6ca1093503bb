import { path } from '../../src/lib/paths'
import type { FieldError, Problem } from '../../src/lib/problems'
import { Button } from '../ui/button'
import { ErrorSummary } from '../ui/error-summary'
import { TextField } from '../ui/field'
import { authLabels } from './labels'

type Props = { typed?: Record<string, string>; errors?: FieldError[]; problem?: Problem }

const place = '/connexion/second-facteur'

/** The second step of a sign-in: a code of the telephone, or for the day it is lost one of those kept in a safe place. */
export function CodeForm({ typed = {}, errors = [], problem }: Props) {
  const { suite = '' } = typed
  const recovery = typed.methode === 'recuperation'
  const label = recovery ? authLabels.recoveryCode : authLabels.code
  const error = errors.find(({ field }) => field === 'code')?.message
  const summary = errors.length > 0 || !problem ? errors : [{ field: 'code', message: problem.message }]
  const title = problem?.kind === 'throttled' ? 'Un moment de patience' : problem?.message.replace(/\.$/, '')
  return (
    <form method="post" action={path(place)} class="form">
      <h1>Code de connexion</h1>
      <ErrorSummary errors={summary} title={title} labels={errors.length > 0 ? { code: label } : {}} />
      <input type="hidden" name="suite" value={suite} />
      {recovery && <input type="hidden" name="methode" value="recuperation" />}
      {recovery ? <RecoveryField error={error} /> : <TimeField error={error} autofocus />}
      <Button kind="primary">Se connecter</Button>
      <p>
        <a href={otherWay(suite, recovery)}>
          {recovery ? 'Utiliser le code du téléphone' : 'Utiliser un code de récupération'}
        </a>
      </p>
      <p>
        <a href={path('/connexion')}>Revenir à la connexion</a>
      </p>
    </form>
  )
}

/** Of the telephone's six digits; see also the page where the second factor is made. */
export function TimeField({ error, autofocus }: { error?: string; autofocus?: boolean }) {
  return (
    <TextField
      name="code"
      label={authLabels.code}
      autocomplete="one-time-code"
      inputmode="numeric"
      maxlength={64}
      help="Celui que votre application d’authentification affiche en ce moment."
      error={error}
      required
      autofocus={autofocus}
    />
  )
}

function RecoveryField({ error }: { error?: string }) {
  return (
    <TextField
      name="code"
      label={authLabels.recoveryCode}
      autocomplete="off"
      spellcheck={false}
      maxlength={64}
      help="L’un des dix codes remis à l’activation du second facteur. Chacun ne sert qu’une fois."
      error={error}
      required
      autofocus
    />
  )
}

function otherWay(suite: string, recovery: boolean): string {
  const parameters = new URLSearchParams({ ...(recovery ? {} : { methode: 'recuperation' }), ...(suite && { suite }) })
  return path(parameters.size > 0 ? `${place}?${parameters}` : place)
}
