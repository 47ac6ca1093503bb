import { path } from '../../src/lib/paths'
import type { FieldError, Problem } from '../../src/lib/problems'
import { Button, LinkButton } from '../ui/button'
import { ErrorSummary } from '../ui/error-summary'
import { TextField } from '../ui/field'
import { Notice } from '../ui/notice'
import { authLabels, newPasswordLabels } from './labels'
import { AccountName, NewPasswordFields, type NewPasswordProps } from './new-password'
import { StrengthWatch } from './strength'

type Props = { typed?: Record<string, string>; errors?: FieldError[]; problem?: Problem }

/** For who has forgotten their password. */
export function RecoveryForm({ typed = {}, errors = [], problem }: Props) {
  const summary = errors.length > 0 || !problem ? errors : [{ field: 'email', message: problem.message }]
  return (
    <form method="post" action={path('/mot-de-passe-oublie')} class="form">
      <h1>Mot de passe oublié</h1>
      <p>Donnez l’adresse de votre compte&#8239;: un lien pour choisir un nouveau mot de passe y sera envoyé.</p>
      <ErrorSummary errors={summary} labels={errors.length > 0 ? authLabels : {}} />
      <TextField
        name="email"
        label={authLabels.email}
        type="email"
        autocomplete="username"
        value={typed.email}
        error={errors.find(({ field }) => field === 'email')?.message}
        required
      />
      <div class="actions">
        <Button kind="primary">Recevoir le lien</Button>
        <LinkButton href={path('/connexion')}>Retour à la connexion</LinkButton>
      </div>
    </form>
  )
}

/** The same whether or not there is such an account. */
export function RecoveryAsked() {
  return (
    <section class="form">
      <h1>Regardez votre courrier</h1>
      <Notice tone="good">
        Si un compte porte cette adresse, un courrier vient de lui être envoyé, ou l’a été il y a moins de dix minutes.
        Son lien sert une fois, pendant une demi-heure.
      </Notice>
      <p>
        Rien n’arrive&#8239;? Regardez parmi les courriers indésirables, vérifiez l’adresse, ou adressez-vous à
        l’administration technique de votre ministère.
      </p>
      <div class="actions">
        <LinkButton href={path('/connexion')}>Retour à la connexion</LinkButton>
      </div>
    </section>
  )
}

/** Behind the link of the letter; it posts to its own address. */
export function RecoveredForm({ email, link, ...choice }: { email: string; link: string } & NewPasswordProps) {
  return (
    <>
      <form method="post" class="form">
        <h1>Choisir un mot de passe</h1>
        <p>
          Pour le compte {email}. Vos sessions ouvertes seront terminées
          {choice.secondFactor ? ', et le code de votre téléphone restera demandé à la connexion' : ''}.
        </p>
        <ErrorSummary errors={choice.errors} labels={newPasswordLabels(choice.label)} />
        <AccountName email={email} />
        <NewPasswordFields {...choice} />
        <Button kind="primary">Changer le mot de passe</Button>
      </form>
      <StrengthWatch link={link} />
    </>
  )
}
