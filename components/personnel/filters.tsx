import { categories, positions, sexes } from '../../src/lib/civil-service'
import { gradeCodes } from '../../src/lib/grade-list'
import { path } from '../../src/lib/paths'
import type { FieldError } from '../../src/lib/problems'
import type { ColumnName } from '../../src/personnel/list'
import { Disclosure } from '../ui/disclosure'
import { drawnOnce } from '../ui/drawn-once'
import { SelectField, TextField } from '../ui/field'
import { FilterBar } from '../ui/filter-bar'
import { listLabels } from '../ui/parameters'
import { ColumnChoice } from './columns'
import { away, retirement } from './filter-words'

type Props = {
  query: URLSearchParams
  units: { code: string; name: string; depth: number; closed: boolean }[]
  columns: ColumnName[]
  marks: boolean
  /** Of what was asked for and cannot be. */
  errors?: FieldError[]
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

export function PeopleFilters({ query, units, columns, marks, errors = [] }: Props) {
  const given = [...query].filter(([name]) => !(name in elsewhere))
  const filtered = given.some(([, text]) => text !== '')
  const chosen = given.filter(([name]) => name !== 'q')
  // all that the choices show, the words searched for not among it: they are different each time
  const wrong = errors.flatMap(({ field, message }) => [field, message])
  const key = [path(''), marks, ...columns, ...chosen.flat(), ...wrong].join('\n')
  return (
    <FilterBar
      id="filtres"
      action={path('/personnel')}
      filtering={{ ...filtering, 'hx-get': path('/personnel') }}
      resetHref={filtered ? path('/personnel') : null}
      open={errors.length > 0}
    >
      <TextField
        name="q"
        label="Rechercher"
        type="search"
        value={query.get('q') ?? ''}
        placeholder="Nom, matricule…"
        error={messageAt('q', errors)}
      />
      {once(units, key, () => (
        <Choices query={query} units={units} columns={columns} marks={marks} errors={errors} />
      ))}
    </FilterBar>
  )
}

const elsewhere = { apres: '', avant: '', fin: '', tri: '', sens: '', colonnes: '' }

function Choices({ query, units, columns, marks, errors = [] }: Props) {
  const value = (name: string) => query.get(name) ?? ''
  const field = (name: string) => ({
    name,
    value: value(name),
    error: messageAt(name, errors),
  })
  return (
    <>
      <SelectField
        {...field('unite')}
        label="Unité"
        blank="Toutes"
        choices={units
          .filter(({ code, closed }) => !closed || code === value('unite'))
          .map(({ code, name, depth }) => ({ value: code, label: `${'\u2003'.repeat(depth)}${name}` }))}
      />
      <SelectField
        {...field('categorie')}
        label="Catégorie"
        blank="Toutes"
        choices={categories.map((code) => ({ value: code, label: code }))}
      />
      <SelectField {...field('position')} label="Position" blank="Toutes" choices={options(positions)} />
      <SelectField
        {...field('situation')}
        label="Situation"
        blank="Présents"
        choices={[
          { value: 'partis', label: 'Partis' },
          { value: 'tous', label: 'Tous' },
        ]}
      />
      <Disclosure summary="Autres filtres" open={rarer.some((name) => value(name) !== '')}>
        <SelectField
          {...field('grade')}
          label="Grade"
          blank="Tous"
          choices={gradeCodes().map((code) => ({ value: code, label: code }))}
        />
        <SelectField {...field('sexe')} label="Sexe" blank="Tous" choices={options(sexes)} />
        <TextField {...field('age_min')} label={listLabels.age_min} type="number" min={0} max={120} />
        <TextField {...field('age_max')} label={listLabels.age_max} type="number" min={0} max={120} />
        <SelectField
          {...field('retraite')}
          label="Retraite"
          blank="Indifférent"
          choices={retirements(value('retraite'))}
        />
        <SelectField {...field('absent')} label="Absence" blank="Indifférent" choices={options(away)} />
      </Disclosure>
      <ColumnChoice columns={columns} marks={marks} />
    </>
  )
}

function messageAt(name: string, errors: FieldError[]): string | undefined {
  return errors.find(({ field }) => field === name)?.message
}

function options(labels: Record<string, string>) {
  return Object.entries(labels).map(([value, label]) => ({ value, label }))
}

function retirements(current: string) {
  const usual = ['depassee', '3', '6', '12', '24']
  return [...usual, ...(/^\d{1,3}$/.test(current) && !usual.includes(current) ? [current] : [])].map((value) => ({
    value,
    label: retirement(value),
  }))
}
