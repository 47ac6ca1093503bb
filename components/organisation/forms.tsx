import { path } from '../../src/lib/paths'
import { kindsBelow, unitKinds } from '../../src/lib/unit-kinds'
import type { UnitView } from '../../src/organisation/view'
import { Button, LinkButton } from '../ui/button'
import { DateField, SelectField, TextField } from '../ui/field'
import { PageHead } from '../ui/page-head'
import type { unitLabels } from './labels'
import { fieldOf, type Refusal, Refused, unitChoices, unitHref } from './words'

type FieldName = keyof typeof unitLabels
type NewProps = Refusal & { units: { code: string; name: string; depth: number }[] }

const kinds = kindsBelow.map((value) => ({ value, label: unitKinds[value] }))

/** A unit that is not there yet. */
export function NewPage({ units, typed = {}, ...refused }: NewProps) {
  const field = (name: FieldName) => fieldOf(name, typed[name], refused.errors)
  return (
    <>
      <PageHead title="Nouvelle unité" back={{ href: path('/organisation'), label: 'Organisation' }} />
      <Refused {...refused} />
      <form class="form" method="post" action={path('/organisation/unites')} data-guard="">
        <TextField {...field('name')} help="Par exemple Service de la paie." required />
        <SelectField {...field('kind')} blank="Choisissez" choices={kinds} required />
        <SelectField {...field('parent')} blank="Choisissez" choices={unitChoices(units)} required />
        <TextField
          {...field('code')}
          help="Lettres sans accent, chiffres et tirets, par exemple DRH-PAIE. Il ne change plus."
          required
        />
        <DateField {...field('openedOn')} />
        <Rank {...field('rank')} />
        <div class="actions">
          <Button kind="primary">Créer l’unité</Button>
          <LinkButton href={path('/organisation')}>Annuler</LinkButton>
        </div>
      </form>
    </>
  )
}

/** Another name, kind or place in the list; where it belongs is changed by a move. */
export function ChangePage({ unit, typed, ...refused }: Refusal & { unit: UnitView }) {
  const values = typed ?? { name: unit.name, kind: unit.kind, rank: String(unit.rank) }
  const field = (name: FieldName) => fieldOf(name, values[name], refused.errors)
  return (
    <>
      <PageHead
        title={unit.name}
        lead="Modifier l’unité"
        back={{ href: unitHref(unit.code), label: 'Retour à l’unité' }}
      />
      <Refused {...refused} />
      <form class="form" method="post" action={`${unitHref(unit.code)}?_method=PUT`} data-guard="">
        <input type="hidden" name="version" value={typed?.version ?? String(unit.version)} />
        <TextField {...field('name')} required />
        {unit.kind !== 'ministere' && <SelectField {...field('kind')} choices={kinds} required />}
        <Rank {...field('rank')} />
        <div class="actions">
          <Button kind="primary">Enregistrer</Button>
          <LinkButton href={unitHref(unit.code)}>Annuler</LinkButton>
        </div>
      </form>
    </>
  )
}

function Rank(field: ReturnType<typeof fieldOf>) {
  return (
    <TextField
      {...field}
      help={'Parmi les unités rattachées à la même\u202f: le plus petit d’abord, puis l’ordre alphabétique.'}
      inputmode="numeric"
    />
  )
}
