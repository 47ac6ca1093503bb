import type { Home } from '../../src/home/home'
import { number } from '../../src/lib/french'
import { DefinitionList } from '../ui/definition-list'

/** The state of the site, for those who keep the accounts. */
export function House({ sessions, accounts, refusals, views }: NonNullable<Home['house']>) {
  return (
    <section class="stack">
      <h2>Le site</h2>
      <DefinitionList
        items={[
          { label: 'Sessions ouvertes', value: number(sessions) },
          { label: 'Comptes actifs', value: number(accounts) },
          { label: 'Connexions refusées depuis 24 heures', value: number(refusals) },
          ...(views === null ? [] : [{ label: 'Pages lues aujourd’hui', value: number(views) }]),
        ]}
      />
    </section>
  )
}
