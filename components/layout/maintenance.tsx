import { path } from '../../src/lib/paths'
import { LinkButton } from '../ui/button'
import { HelpContact } from './contact'

type MaintenanceProps = { says: string; retryHref?: string; signedIn: boolean }

/** What everybody finds while the house is closed to them. */
export function MaintenancePage({ says, retryHref, signedIn }: MaintenanceProps) {
  return (
    <section class="error-page" data-announce="">
      <h1>Site en maintenance</h1>
      <p class="lead">{says}</p>
      {signedIn && <p>Votre session reste ouverte&#8239;: vous retrouverez votre place à la réouverture.</p>}
      <div class="actions">
        {retryHref && (
          <LinkButton kind="primary" href={retryHref}>
            Réessayer
          </LinkButton>
        )}
        {!signedIn && <LinkButton href={path('/connexion')}>Accès des administrateurs</LinkButton>}
      </div>
      <HelpContact />
    </section>
  )
}
