import type { Act, State } from '../../src/lib/career-acts'
import { careerKinds, positions } from '../../src/lib/civil-service'
import { day, moment } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import { CareerLanes } from '../career/lanes'
import { objectOf, stepOf } from '../career/words'
import { Badge } from '../ui/badge'
import { Button, LinkButton } from '../ui/button'
import { DefinitionList } from '../ui/definition-list'
import { EmptyState } from '../ui/empty'
import { DateField } from '../ui/field'

export type CareerProps = {
  personId: string
  /** Newest first, withdrawn ones included. */
  acts: Act[]
  state: State
  day: string
  today: string
  mayWrite: boolean
}

/** A career: what it says on a day, and its acts as a line of time, newest first. */
export function Career({ personId, acts, state, day: on, today, mayWrite }: CareerProps) {
  const home = path(`/personnel/${personId}`)
  return (
    <>
      <form class="as-of" action={home} method="get">
        <input type="hidden" name="onglet" value="carriere" />
        <DateField name="au" label="Situation au" value={on} />
        <Button>Voir</Button>
        {on !== today && <a href={`${home}?onglet=carriere`}>Revenir à aujourd’hui</a>}
        {mayWrite && (
          <LinkButton kind="primary" href={`${home}/carriere/nouveau`}>
            Inscrire un acte
          </LinkButton>
        )}
      </form>
      <Situation state={state} on={on} today={today} />
      <CareerLanes acts={acts} today={today} />
      <h2>Actes, du plus récent au plus ancien</h2>
      {acts.length === 0 ? (
        <EmptyState title="Aucun acte de carrière." hint="Nomination, avancements et affectations paraîtront ici." />
      ) : (
        <ol class="timeline">
          {acts.map((act) => (
            <Line act={act} acts={acts} today={today} home={mayWrite ? home : null} />
          ))}
        </ol>
      )}
    </>
  )
}

function Situation({ state, on, today }: { state: State; on: string; today: string }) {
  const { unitName, jobTitle, position, leftOn, echelonSince, grade } = state
  return (
    <section class="stack" aria-label={`Situation au ${day(on)}`}>
      <h2>{on === today ? 'Situation aujourd’hui' : `Situation au ${day(on)}`}</h2>
      {grade === null && unitName === null ? (
        <EmptyState title="Aucun acte n’est en vigueur à cette date." />
      ) : (
        <DefinitionList
          items={[
            { label: 'Grade, classe et échelon', term: 'echelon', value: stepOf(state) },
            { label: 'Depuis le', value: echelonSince && day(echelonSince) },
            { label: 'Unité', value: unitName },
            { label: 'Fonction', value: jobTitle },
            { label: 'Position', term: 'position', value: position && positions[position] },
            ...(leftOn ? [{ label: 'Départ', value: day(leftOn) }] : []),
          ]}
        />
      )}
    </section>
  )
}

function Line({ act, acts, today, home }: { act: Act; acts: Act[]; today: string; home: string | null }) {
  const { id, kind, effectiveOn, decisionNumber, note, documentId, withdrawnAt } = act
  const what = (
    <>
      <strong>{careerKinds[kind]}</strong> {objectOf(act)}
    </>
  )
  return (
    <li class={withdrawnAt ? 'withdrawn' : effectiveOn > today ? 'ahead' : undefined} id={`acte-${id}`}>
      <time datetime={effectiveOn}>{day(effectiveOn)}</time>
      <div>
        <p>
          {withdrawnAt ? <del>{what}</del> : what} <Standing act={act} acts={acts} today={today} />
        </p>
        {note && <p>{note}</p>}
        <p class="help">
          {[
            decisionNumber && `Décision ${decisionNumber}`,
            act.recordedBy && `inscrit par ${act.recordedBy} le ${moment(act.recordedAt)}`,
          ]
            .filter(Boolean)
            .join(', ')}
          {withdrawnAt && <Withdrawal act={act} />}
        </p>
        {(documentId || (home && !withdrawnAt)) && (
          <p class="acts">
            {documentId && <a href={path(`/documents/${documentId}/fiche`)}>Pièce de l’acte</a>}
            {home && !withdrawnAt && !documentId && act.kind === 'affectation' && <Decision act={act} home={home} />}
            {home && !withdrawnAt && <Changes act={act} home={home} />}
          </p>
        )}
      </div>
    </li>
  )
}

function Standing({ act, acts, today }: { act: Act; acts: Act[]; today: string }) {
  if (act.withdrawnAt) return <Badge>{acts.some(({ replaces }) => replaces === act.id) ? 'Corrigé' : 'Annulé'}</Badge>
  if (act.effectiveOn > today) return <Badge tone="attention">À venir</Badge>
  return act.replaces ? <Badge>Correction</Badge> : null
}

function Withdrawal({ act: { withdrawnAt, withdrawnBy, withdrawnReason } }: { act: Act }) {
  return (
    <>
      {' '}
      Retiré{withdrawnBy ? ` par ${withdrawnBy}` : ''} le {moment(withdrawnAt!)}&#8239;: {withdrawnReason}
    </>
  )
}

/** The paper of an assignment that has none yet: its number becomes that of the act. */
function Decision({ act: { id, unit, effectiveOn }, home }: { act: Act; home: string }) {
  const asked = new URLSearchParams({
    acte: 'decision_affectation',
    unite: unit ?? '',
    effet: effectiveOn,
    carriere: id,
  })
  return (
    <a
      href={`${home}/actes/nouveau?${asked}`}
      aria-label={`Produire la décision\u202f: affectation du ${day(effectiveOn)}`}
    >
      Produire la décision
    </a>
  )
}

function Changes({ act: { id, kind, effectiveOn }, home }: { act: Act; home: string }) {
  const name = `${careerKinds[kind]} du ${day(effectiveOn)}`
  return (
    <>
      <a href={`${home}/carriere/${id}/correction`} aria-label={`Corriger\u202f: ${name}`}>
        Corriger
      </a>
      {kind !== 'nomination' && (
        <a href={`${home}/carriere/${id}/annulation`} aria-label={`Annuler\u202f: ${name}`}>
          Annuler
        </a>
      )}
    </>
  )
}
