import { path } from '../../src/lib/paths'
import { kindsBelow, unitKinds } from '../../src/lib/unit-kinds'
import type { UnitView } from '../../src/organisation/view'
import { Button, LinkButton } from '../ui/button'
import { DateField, SelectField, TextField } from '../ui/field'
import { PageHead } from '../ui/page-head'
import { errorOf, type Refusal, Refused, unitChoices, unitHref } from './words'

type NewProps = Refusal & { units: { code: string; name: string; depth: number }[] }

const kinds = kindsBelow.map((value) => ({ value, label: unitKinds[value] }))

/** A unit that is not there yet. */
export function NewPage({ units, typed = {}, ...refused }: NewProps) {
  const field = (name: string) => ({ name, value: typed[name], error: errorOf(refused.errors, name) })
  return (
    <>
      <PageHead title="Nouvelle unité" back={{ href: path('/organisation'), label: 'Organisation' }} />
      <Refused {...refused} />
      <form class="form" method="post" action={path('/organisation/unites')} data-guard="">
        <TextField {...field('name')} label="Nom" help="Par exemple Service de la paie." maxlength={160} required />
        <SelectField {...field('kind')} label="Nature" blank="Choisissez" choices={kinds} required />
        <SelectField
          {...field('parent')}
          label="Rattachée à"
          blank="Choisissez"
          choices={unitChoices(units)}
          required
        />
        <TextField
          {...field('code')}
          label="Code"
          help="Lettres sans accent, chiffres et tirets, par exemple DRH-PAIE. Il ne change plus."
          maxlength={20}
          required
        />
        <DateField {...field('openedOn')} label="Ouverte le" />
        <Rank value={typed.rank} error={errorOf(refused.errors, 'rank')} />
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
  const field = (name: string) => ({ name, value: values[name], error: errorOf(refused.errors, name) })
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
        <TextField {...field('name')} label="Nom" maxlength={160} required />
        {unit.kind !== 'ministere' && <SelectField {...field('kind')} label="Nature" choices={kinds} required />}
        <Rank value={values.rank} error={errorOf(refused.errors, 'rank')} />
        <div class="actions">
          <Button kind="primary">Enregistrer</Button>
          <LinkButton href={unitHref(unit.code)}>Annuler</LinkButton>
        </div>
      </form>
    </>
  )
}

function Rank({ value, error }: { value: string | undefined; error: string | undefined }) {
  return (
    <TextField
      name="rank"
      label="Rang d’affichage"
      help={'Parmi les unités rattachées à la même\u202f: le plus petit d’abord, puis l’ordre alphabétique.'}
      inputmode="numeric"
      maxlength={3}
      value={value}
      error={error}
    />
  )
}
