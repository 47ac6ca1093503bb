import type { Child } from 'hono/jsx'
import { HelpContact } from '../layout/contact'
import { LinkButton } from '../ui/button'

export const spentTitle = 'Ce lien ne sert plus'

export type SpentLinkProps = {
  message: string
  /** The way to another link, or to what the link was for. */
  next: { href: string; label: string }
  other?: { href: string; label: string }
  children?: Child
}

/** Behind the link of a letter that cannot be used. Nobody did anything wrong: it says what to do now. */
export function SpentLink({ message, next, other, children }: SpentLinkProps) {
  return (
    <section class="error-page" data-announce="">
      <h1>{spentTitle}</h1>
      <p class="lead">{message}</p>
      {children}
      <div class="actions">
        <LinkButton kind="primary" href={next.href}>
          {next.label}
        </LinkButton>
        {other && <LinkButton href={other.href}>{other.label}</LinkButton>}
      </div>
      <HelpContact />
    </section>
  )
}
