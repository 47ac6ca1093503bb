import { count } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import type { FieldError } from '../../src/lib/problems'
import { LinkButton } from '../ui/button'
import { WithoutThem, WrongValues } from '../ui/wrong-address'
import { HelpContact } from './contact'

export type ErrorPageProps = {
  status: number
  title: string
  message: string
  /** What to quote to the people who read the logs. */
  reference?: string
  user?: object | null
  retryAfterSeconds?: number
  retryHref?: string
  errors?: FieldError[]
  /** The same page, without what of its address cannot be read. */
  rightHref?: string | null
}

/** The content of an error page, inside `Page` or `BarePage`. */
export function ErrorPage(props: ErrorPageProps) {
  const { status, title, message, reference, user, retryAfterSeconds, retryHref, errors = [], rightHref } = props
  return (
    <section class="error-page" data-announce="">
      <p class="error-status">Erreur {status}</p>
      <h1>{title}</h1>
      <p class="lead">{message}</p>
      {errors.length > 0 && <WrongValues errors={errors} />}
      {retryAfterSeconds !== undefined && <p>Vous pourrez réessayer dans {wait(retryAfterSeconds)}.</p>}
      <div class="actions">
        {retryHref && (
          <LinkButton kind="primary" href={retryHref}>
            Réessayer
          </LinkButton>
        )}
        {rightHref && <WithoutThem href={rightHref} errors={errors} />}
        <LinkButton kind={retryHref || rightHref ? 'quiet' : 'primary'} href={path(user ? '/accueil' : '/')}>
          {user ? 'Retour à l’accueil' : 'Aller à la connexion'}
        </LinkButton>
      </div>
      <HelpContact />
      {reference && (
        <p class="reference">
          Référence&#8239;: <code>{reference}</code>
        </p>
      )}
    </section>
  )
}

function wait(seconds: number): string {
  return seconds < 60 ? count(seconds, 'seconde', 'secondes') : count(Math.ceil(seconds / 60), 'minute', 'minutes')
}
