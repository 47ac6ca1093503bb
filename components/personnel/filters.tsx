import { absenceTypes, categories, grades, positions, sexes } from '../../src/lib/civil-service'
import { path } from '../../src/lib/paths'
import type { ColumnName } from '../../src/personnel/list'
import { Chip, Chips } from '../ui/chip'
import { Disclosure } from '../ui/disclosure'
import { SelectField, TextField } from '../ui/field'
import { FilterBar } from '../ui/filter-bar'
import { ColumnChoice } from './columns'
import { hrefWith } from './list-href'

type Props = {
  query: URLSearchParams
  units: { code: string; name: string; depth: number }[]
  columns: ColumnName[]
  marks: boolean
}

/** Answers while one types: the list is morphed in and the address kept up to date, without a new entry in the history. */
const filtering = {
  'hx-get': '',
  'hx-trigger': 'submit, input delay:350ms',
  'hx-select': '#liste',
  'hx-target': '#liste',
  'hx-swap': 'outerMorph',
  'hx-replace-url': 'true',
}

const often = ['q', 'unite', 'categorie', 'position', 'situation']
const rarer = ['grade', 'sexe', 'age_min', 'age_max', 'retraite', 'absent']

export function PeopleFilters({ query, units, columns, marks }: Props) {
  const value = (name: string) => query.get(name) ?? ''
  const chips = chipsOf(query, units)
  return (
    <>
      <FilterBar
        action={path('/personnel')}
        filtering={{ ...filtering, 'hx-get': path('/personnel') }}
        resetHref={chips.length > 0 ? path('/personnel') : null}
      >
        <TextField
          name="q"
          label="Rechercher"
          type="search"
          value={value('q')}
          help="Nom, prénoms, matricule ou téléphone"
        />
        <SelectField
          name="unite"
          label="Unité"
          value={value('unite')}
          blank="Toutes"
          choices={units.map(({ code, name, depth }) => ({ value: code, label: `${'\u2003'.repeat(depth)}${name}` }))}
        />
        <SelectField
          name="categorie"
          label="Catégorie"
          value={value('categorie')}
          blank="Toutes"
          choices={categories.map((code) => ({ value: code, label: code }))}
        />
        <SelectField
          name="position"
          label="Position"
          value={value('position')}
          blank="Toutes"
          choices={options(positions)}
        />
        <SelectField
          name="situation"
          label="Situation"
          value={value('situation')}
          blank="Présents"
          choices={[
            { value: 'partis', label: 'Partis' },
            { value: 'tous', label: 'Tous' },
          ]}
        />
        <Disclosure summary="Autres filtres" open={rarer.some((name) => value(name) !== '')}>
          <SelectField
            name="grade"
            label="Grade"
            value={value('grade')}
            blank="Tous"
            choices={grades.map((code) => ({ value: code, label: code }))}
          />
          <SelectField name="sexe" label="Sexe" value={value('sexe')} blank="Tous" choices={options(sexes)} />
          <TextField name="age_min" label="Âge, à partir de" type="number" min={0} max={120} value={value('age_min')} />
          <TextField name="age_max" label="Âge, jusqu’à" type="number" min={0} max={120} value={value('age_max')} />
          <SelectField
            name="retraite"
            label="Retraite"
            value={value('retraite')}
            blank="Indifférent"
            choices={retirements(value('retraite'))}
          />
          <SelectField
            name="absent"
            label="Absence"
            value={value('absent')}
            blank="Indifférent"
            choices={options(away)}
          />
        </Disclosure>
        <ColumnChoice columns={columns} marks={marks} />
        {[...query]
          .filter(
            ([name, text]) => ![...often, ...rarer, 'colonnes', 'apres', 'avant', 'fin'].includes(name) && text !== '',
          )
          .map(([name, text]) => (
            <input type="hidden" name={name} value={text} />
          ))}
      </FilterBar>
      {chips.length > 0 && (
        <Chips>
          {chips.map(({ name, label }) => (
            <Chip
              label={label}
              removeHref={hrefWith('/personnel', query, { [name]: null, apres: null, avant: null, fin: null })}
            />
          ))}
        </Chips>
      )}
    </>
  )
}

const away = { aujourdhui: 'Absents aujourd’hui', semaine: 'Absents cette semaine' }

function options(labels: Record<string, string>) {
  return Object.entries(labels).map(([value, label]) => ({ value, label }))
}

function retirements(current: string) {
  const usual = ['depassee', '3', '6', '12', '24']
  return [...usual, ...(current && !usual.includes(current) ? [current] : [])].map((value) => ({
    value,
    label: retirement(value),
  }))
}

function retirement(value: string): string {
  return value === 'depassee' ? 'Date dépassée' : `Dans les ${value} mois`
}

/** Each condition in force, in words: also those that only a link from a figure can set. */
function chipsOf(query: URLSearchParams, units: Props['units']): { name: string; label: string }[] {
  const words: Record<string, (value: string) => string> = {
    q: (value) => `« ${value} »`,
    unite: (value) => units.find((unit) => unit.code === value)?.name ?? value,
    unite_seule: () => 'Sans les unités rattachées',
    categorie: (value) => `Catégorie ${value}`,
    grade: (value) => `Grade ${value}`,
    position: (value) => positions[value as keyof typeof positions],
    sexe: (value) => (value === 'F' ? 'Femmes' : 'Hommes'),
    age_min: (value) => `${value} ans et plus`,
    age_max: (value) => `${value} ans au plus`,
    retraite: (value) => `Retraite : ${retirement(value).toLowerCase()}`,
    retraite_annee: (value) => `Retraite en ${value}`,
    situation: (value) => ({ partis: 'Partis', tous: 'Présents et partis', actifs: 'Présents' })[value] ?? value,
    present_le: (value) => `Présents le ${value.split('-').reverse().join('/')}`,
    entree: (value) => `Entrés en ${value.split('-').reverse().join('/')}`,
    sortie: (value) => `Sortis en ${value.split('-').reverse().join('/')}`,
    absent: (value) => away[value as keyof typeof away],
    type_absence: (value) => (value === 'sante' ? 'Santé' : absenceTypes[value as keyof typeof absenceTypes]),
    evalue: (value) => `Évalués en ${value}`,
    evaluation: () => 'Évaluation contestée',
    dossier: () => 'Dossier incomplet',
  }
  return [...query]
    .filter(([name, value]) => value !== '' && Object.hasOwn(words, name))
    .map(([name, value]) => ({ name, label: words[name]!(value) }))
}
