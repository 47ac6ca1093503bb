import { categories, positions, sexes } from '../../src/lib/civil-service'
import { gradeCodes } from '../../src/lib/grade-list'
import { path } from '../../src/lib/paths'
import type { ColumnName } from '../../src/personnel/list'
import { Disclosure } from '../ui/disclosure'
import { drawnOnce } from '../ui/drawn-once'
import { SelectField, TextField } from '../ui/field'
import { FilterBar } from '../ui/filter-bar'
import { ColumnChoice } from './columns'
import { away, retirement } from './filter-words'

type Props = {
  query: URLSearchParams
  units: { code: string; name: string; depth: number; closed: boolean }[]
  columns: ColumnName[]
  marks: boolean
}

/** Answers while one types: the list is morphed in and the address kept up to date, without a new entry in the history. */
const filtering = {
  'hx-get': '',
  'hx-trigger': 'submit, input delay:350ms',
  'hx-select': '#liste',
  'hx-select-oob': '#vues',
  'hx-target': '#liste',
  'hx-swap': 'outerMorph',
  'hx-replace-url': 'true',
  'hx-indicator': '#liste',
}

/** Shown when one of them is in force, folded otherwise. */
const rarer = ['grade', 'sexe', 'age_min', 'age_max', 'retraite', 'absent']

const once = drawnOnce(200)

export function PeopleFilters({ query, units, columns, marks }: Props) {
  const given = [...query].filter(([name]) => !(name in elsewhere))
  const filtered = given.some(([, text]) => text !== '')
  const chosen = given.filter(([name]) => name !== 'q')
  // all that the choices show, the words searched for not among it: they are different each time
  const key = [path(''), marks, ...columns, ...chosen.flat()].join('\n')
  return (
    <FilterBar
      id="filtres"
      action={path('/personnel')}
      filtering={{ ...filtering, 'hx-get': path('/personnel') }}
      resetHref={filtered ? path('/personnel') : null}
    >
      <TextField name="q" label="Rechercher" type="search" value={query.get('q') ?? ''} placeholder="Nom, matricule…" />
      {once(units, key, () => (
        <Choices query={query} units={units} columns={columns} marks={marks} />
      ))}
    </FilterBar>
  )
}

const elsewhere = { apres: '', avant: '', fin: '', tri: '', sens: '', colonnes: '' }

function Choices({ query, units, columns, marks }: Props) {
  const value = (name: string) => query.get(name) ?? ''
  return (
    <>
      <SelectField
        name="unite"
        label="Unité"
        value={value('unite')}
        blank="Toutes"
        choices={units
          .filter(({ code, closed }) => !closed || code === value('unite'))
          .map(({ code, name, depth }) => ({ value: code, label: `${'\u2003'.repeat(depth)}${name}` }))}
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
          choices={gradeCodes().map((code) => ({ value: code, label: code }))}
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
    </>
  )
}

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
