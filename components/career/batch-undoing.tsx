import type { Batch } from '../../src/career/batch-queries'
import type { Undoing } from '../../src/career/batch-undoing'
import { count } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import { isoToday } from '../../src/lib/today'
import { errorOf, type Refusal, Refused } from '../organisation/words'
import { Button, LinkButton } from '../ui/button'
import { TextField } from '../ui/field'
import { Notice } from '../ui/notice'
import { PageHead } from '../ui/page-head'
import { between, daysOf, nameOf } from './batch-words'

type Props = Refusal & Undoing & { batch: Batch }

/** A decision about many to be taken out of force: what that comes to, and what stands against it. */
export function BatchUndoingPage({ batch, people, span, foreign, resting, typed, errors, refusal }: Props) {
  const home = path(`/carriere/masse/${batch.id}`)
  const decision = batch.decisionNumber ? `, décision ${batch.decisionNumber}` : ''
  return (
    <>
      <PageHead
        title="Annuler une décision collective"
        lead={`${nameOf(batch)}, effet ${daysOf(batch)}${decision}`}
        back={{ href: home, label: 'Décision collective' }}
      />
      {foreign || resting.length > 0 ? (
        <Against foreign={foreign} resting={resting} />
      ) : (
        <>
          <Refused errors={errors} refusal={refusal} />
          <form class="form" method="post" action={`${home}/annulation`} data-guard="">
            <Consequences batch={batch} people={people} span={span} />
            <TextField
              name="reason"
              label="Motif de l’annulation"
              value={typed?.reason}
              error={errorOf(errors, 'reason')}
              required
            />
            <div class="actions">
              <Button kind="danger">
                {people > 0 ? `Annuler pour ${count(people, 'personne', 'personnes')}` : 'Annuler la décision'}
              </Button>
              <LinkButton href={home}>Revenir à la décision</LinkButton>
            </div>
          </form>
        </>
      )}
    </>
  )
}

function Consequences({ batch: { kind, matricules }, people, span }: Pick<Props, 'batch' | 'people' | 'span'>) {
  const what = kind === 'affectation' ? 'L’affectation' : 'L’avancement'
  const others = matricules.length - people
  return (
    <>
      {people > 0 ? (
        <p>
          {`${what} de ${count(people, 'personne', 'personnes')}, ${sinceOf(kind, span)}, ne comptera plus\u202f: chaque situation redevient celle qu’elle serait sans cette décision.`}
        </p>
      ) : (
        <p>Aucun de ses actes n’est plus en vigueur&#8239;: rien ne change dans les carrières.</p>
      )}
      {people > 0 && others > 0 && (
        <p>
          {count(
            others,
            'personne n’est plus concernée\u202f: son acte a été corrigé ou annulé depuis.',
            'personnes ne sont plus concernées\u202f: leur acte a été corrigé ou annulé depuis.',
          )}
        </p>
      )}
      <p>Les actes restent lisibles, barrés, avec ce motif. Les pièces restent aux dossiers.</p>
      {people > 0 && <p>Les personnes qui ont un compte en sont prévenues.</p>}
    </>
  )
}

/** From the acts themselves: one that was corrected may have another day. */
function sinceOf(kind: Batch['kind'], [first = '', last = '']: string[]): string {
  if (first !== last) return `à effet ${between(first, last)}`
  if (first <= isoToday()) return `en vigueur depuis ${between(first, last)}`
  return `prévu${kind === 'affectation' ? 'e' : ''} pour ${between(first, last)}`
}

/** So many are enough to know where to begin. */
const most = 20

function Against({ foreign, resting }: Pick<Undoing, 'foreign' | 'resting'>) {
  if (foreign)
    return (
      <Notice tone="attention" title="Cette décision ne peut pas être annulée">
        <p>Elle concerne des dossiers que vous ne tenez plus.</p>
      </Notice>
    )
  return (
    <Notice tone="attention" title="D’autres actes reposent sur cette décision">
      <ul>
        {resting.slice(0, most).map((one) => (
          <li>{one}</li>
        ))}
      </ul>
      {resting.length > most && <p>{`Et ${count(resting.length - most, 'autre', 'autres')}.`}</p>}
      <p>Corrigez-les ou annulez-les d’abord.</p>
    </Notice>
  )
}
