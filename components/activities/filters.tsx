import type { Search } from '../../src/activities/search'
import { path } from '../../src/lib/paths'
import type { FieldError } from '../../src/lib/problems'
import { Disclosure } from '../ui/disclosure'
import { type Choice, DateField, SelectField, TextField } from '../ui/field'
import { FilterBar } from '../ui/filter-bar'

export type JournalFiltersProps = {
  /** What was asked for, as it was typed when it is refused. */
  search: { [K in keyof Search]?: string | null }
  /** Whether the reader sees more than their own trail. */
  wide: boolean
  /** Every act that may be searched for. */
  events: Choice[]
  errors?: FieldError[]
}

/** Whether the form has a field for it. */
export function isFilter(name: string): boolean {
  return [...usual, ...rarer].some((one) => one === name)
}

const usual = ['acteur', 'personne', 'acte', 'du', 'au'] as const
/** Shown when one of them is asked for, folded otherwise. */
const rarer = ['adresse', 'rayon', 'requete'] as const

export function JournalFilters({ search, wide, events, errors = [] }: JournalFiltersProps) {
  const field = (name: keyof Search) => ({
    name,
    value: search[name],
    error: errors.find((error) => error.field === name)?.message,
  })
  const searched = Object.values(search).some((value) => value)
  return (
    <FilterBar
      action={path('/journal')}
      resetHref={searched ? path('/journal') : null}
      submit="Rechercher"
      open={errors.length > 0}
    >
      {wide && <TextField {...field('acteur')} label="Auteur" type="search" placeholder="Nom ou adresse" />}
      {wide && (
        <TextField {...field('personne')} label="Personne concernée" type="search" placeholder="Nom ou matricule" />
      )}
      <SelectField {...field('acte')} label="Acte" blank="Tous" choices={events} />
      <DateField {...field('du')} label="Du" />
      <DateField {...field('au')} label="Au" />
      <Disclosure summary="Autres filtres" open={rarer.some((name) => search[name])}>
        <TextField {...field('adresse')} label="Adresse IP" placeholder="203.0.113.7" />
        <TextField {...field('rayon')} label="CF-Ray" />
        <TextField {...field('requete')} label="Référence de la requête" />
      </Disclosure>
    </FilterBar>
  )
}
