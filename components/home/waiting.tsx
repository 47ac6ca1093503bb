import type { Home } from '../../src/home/home'
import { absenceTypes } from '../../src/lib/civil-service'
import { day, number, plural } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import { peopleHref } from '../personnel/href'
import { FigureCard, type FigureCardProps } from '../ui/figure-card'

export type WaitingProps = Pick<Home, 'own' | 'waiting'> & { ownId: string | null }

/** What calls for an act of this person, and only that. */
export function Waiting({ own, waiting, ownId }: WaitingProps) {
  const cards = waiting ? cardsOf(waiting, own.corrections) : []
  const mine = ownId ? <Mine {...own} href={path(`/personnel/${ownId}`)} /> : null
  const nothing = cards.length === 0 && own.evaluation === null && own.absences.length === 0
  return (
    <section class="stack">
      <h2>Ce qui vous attend</h2>
      {nothing && <p class="lead">Rien ne vous attend pour le moment.</p>}
      {cards.length > 0 && (
        <div class="figures">
          {cards.map((card) => (
            <FigureCard {...card} />
          ))}
        </div>
      )}
      {!nothing && mine}
    </section>
  )
}

function cardsOf(
  { past, soon, incomplete, contested, writes }: NonNullable<Home['waiting']>,
  corrections: number,
): FigureCardProps[] {
  const files = [
    {
      people: past,
      label: 'Retraite dépassée',
      href: peopleHref({ retraite: 'depassee' }),
      note: 'Encore en poste après la date',
      tone: 'attention' as const,
    },
    {
      people: soon,
      label: 'Retraite d’ici douze mois',
      href: peopleHref({ retraite: 12 }),
      note: plural(soon, 'Acte à préparer', 'Actes à préparer'),
    },
    {
      people: incomplete,
      label: plural(incomplete, 'Dossier incomplet', 'Dossiers incomplets'),
      href: peopleHref({ dossier: 'incomplet' }),
      note: 'Numéro d’identité ou lieu de naissance manquant',
    },
  ]
  const marks = {
    people: contested,
    label: plural(contested, 'Évaluation contestée', 'Évaluations contestées'),
    href: peopleHref({ evaluation: 'contestee' }),
    note: 'En attente d’arbitrage',
  }
  const asked = {
    people: corrections,
    label: plural(corrections, 'Correction à traiter', 'Corrections à traiter'),
    href: path('/corrections'),
    note: plural(corrections, 'Demandée par un agent', 'Demandées par des agents'),
    tone: 'attention' as const,
  }
  return [asked, ...(writes ? files : []), marks]
    .filter(({ people }) => people > 0)
    .map(({ people, ...card }) => ({ ...card, value: number(people) }))
}

/** One's own evaluation to comment and absences to come. */
function Mine({ evaluation, absences, href }: Home['own'] & { href: string }) {
  if (evaluation === null && absences.length === 0) return null
  return (
    <ul>
      {evaluation !== null && (
        <li>
          <a href={`${href}?onglet=evaluations`}>Votre évaluation {evaluation}</a> vous a été transmise&#8239;: elle
          attend votre avis.
        </li>
      )}
      {absences.map(({ type, startsOn, endsOn }) => (
        <li>
          <a href={`${href}?onglet=absences`}>{absenceTypes[type as keyof typeof absenceTypes]}</a>
          {startsOn === endsOn ? ` le ${day(startsOn)}` : ` du ${day(startsOn)} au ${day(endsOn)}`}
        </li>
      ))}
    </ul>
  )
}
