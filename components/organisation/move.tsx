import { count } from '../../src/lib/french'
import { isoToday } from '../../src/lib/today'
import type { Consequence } from '../../src/organisation/moves'
import type { UnitView } from '../../src/organisation/view'
import { ProofField } from '../auth/proof-field'
import { Button, LinkButton } from '../ui/button'
import { DateField, SelectField, TextField } from '../ui/field'
import { PageHead } from '../ui/page-head'
import { destinationLabel } from './labels'
import { errorOf, fieldOf, peopleHref, type Refusal, Refused, unitChoices, unitHref } from './words'

export type MovePageProps = Refusal & {
  unit: UnitView
  units: { code: string; name: string; depth: number }[]
  merged: boolean
  /** Whether it was shown a moment ago who it is. */
  proved: boolean
  /** Once it was said where it goes, and that it may. */
  consequence?: Consequence
}

/** A unit put below another, or into it: first where, then what would follow, then the act. */
export function MovePage({ unit, units, merged, proved, typed = {}, consequence, ...refused }: MovePageProps) {
  const home = unitHref(unit.code)
  const here = `${home}/${merged ? 'fusion' : 'deplacement'}`
  const into = units.find(({ code }) => code === typed.vers)
  // what was refused when it was asked for is asked for again from there
  const asking = consequence !== undefined || typed.version !== undefined
  return (
    <>
      <PageHead
        title={unit.name}
        lead={merged ? 'Fusionner dans une autre unité' : 'Déplacer avec tout ce qui en dépend'}
        back={{ href: home, label: 'Retour à l’unité' }}
      />
      <Refused {...refused} labels={{ vers: destinationLabel(merged) }} />
      <form class="form" method="get" action={here}>
        <SelectField
          name="vers"
          label={destinationLabel(merged)}
          value={typed.vers}
          error={errorOf(refused.errors, 'vers')}
          blank="Choisissez"
          choices={unitChoices(units.filter(({ code }) => code !== unit.code))}
          required
        />
        <div class="actions">
          <Button kind={asking ? 'quiet' : 'primary'}>Voir ce qui change</Button>
          <LinkButton href={home}>Annuler</LinkButton>
        </div>
      </form>
      {asking && into && (
        <form class="form" method="post" action={`${here}?_method=PUT`}>
          {consequence && <Follows unit={unit} merged={merged} {...consequence} />}
          <input type="hidden" name="vers" value={into.code} />
          <input type="hidden" name="version" value={typed.version ?? String(unit.version)} />
          {merged && <Decision typed={typed} errors={refused.errors} />}
          <ProofField proved={proved} errors={refused.errors ?? []} />
          <div class="actions">
            <Button kind="primary">{`${merged ? 'Fusionner dans' : 'Déplacer sous'} «\u202f${into.name}\u202f»`}</Button>
          </div>
        </form>
      )}
    </>
  )
}

function Follows({ unit, merged, people, units, roles, accounts }: Consequence & { unit: UnitView; merged: boolean }) {
  return (
    <>
      <h2>Ce qui change</h2>
      <ul>
        <li>
          <a href={peopleHref(unit.code)}>{count(people, 'personne', 'personnes')}</a>{' '}
          {merged
            ? 'suivent\u202f; celles de l’unité même reçoivent une affectation.'
            : 'suivent, sans changer d’unité.'}
        </li>
        <li>
          {count(units, 'unité rattachée', 'unités rattachées')} et {count(roles, 'rôle tenu', 'rôles tenus')} sur elles
          suivent.
        </li>
        <li>{count(accounts, 'compte atteint', 'comptes atteignent')} d’autres personnes qu’avant.</li>
        {merged && <li>L’unité est fermée ce jour-là. Son chef devient celui de l’autre si ce poste est vacant.</li>}
      </ul>
    </>
  )
}

function Decision({ typed, errors }: Pick<Refusal, 'errors'> & { typed: Record<string, string> }) {
  return (
    <>
      <DateField
        {...fieldOf('on', typed.on ?? isoToday(), errors)}
        help={
          'Un jour à venir\u202f: la fusion se fait alors d’elle-même. Un jour passé\u202f: elle vaut aussi pour ceux qui ont quitté l’unité depuis.'
        }
        required
      />
      <TextField {...fieldOf('decisionNumber', typed.decisionNumber, errors)} />
    </>
  )
}
