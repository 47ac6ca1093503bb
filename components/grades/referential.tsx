import type { Table as Kind, Period, Referential, Values } from '../../src/grades/grades'
import { count, day, number } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import type { FieldError } from '../../src/lib/problems'
import { Badge } from '../ui/badge'
import { Button, LinkButton } from '../ui/button'
import { ErrorSummary } from '../ui/error-summary'
import { DateField, TextField } from '../ui/field'
import { Notice } from '../ui/notice'
import { PageHead } from '../ui/page-head'
import { Table } from '../ui/table'
import { gradeLabels, referentialName, valueName } from './words'

export type ReferentialPageProps = {
  about: Referential
  today: string
  write: boolean
  typed?: Record<string, string>
  errors: FieldError[]
  refusal?: string
  /** How many files the form would change, once it was asked. */
  concerned?: number
}

/** One referential: all its periods, and another to be opened. What was in force is never rewritten. */
export function ReferentialPage(props: ReferentialPageProps) {
  const { about, today, write, errors, refusal } = props
  const { table, key, periods } = about
  return (
    <>
      <PageHead
        title={referentialName(table, key)}
        lead={'Une modification ouvre une période\u202f; ce qui a été en vigueur reste tel qu’il était.'}
        back={{ href: path('/referentiels'), label: 'Référentiels' }}
      />
      {refusal && errors.length === 0 && (
        <Notice tone="attention" announced>
          {refusal}
        </Notice>
      )}
      <ErrorSummary errors={errors} labels={labelsOf(about)} />
      {table === 'grilles' && <InForce about={about} today={today} />}
      <Periods about={about} periods={[...periods].reverse()} today={today} write={write} />
      {write && <Opening {...props} />}
    </>
  )
}

function InForce({ about: { periods, names }, today }: { about: Referential; today: string }) {
  const values = inForce(periods, today)
  return (
    <Table
      caption={`Indices en vigueur le ${day(today)}`}
      captionShown
      rows={names.filter((name) => values[name] !== undefined)}
      columns={[
        { label: 'Échelon', cell: valueName },
        { label: 'Indice', numeric: true, cell: (name) => values[name] },
      ]}
    />
  )
}

type PeriodsProps = { about: Referential; periods: Period[]; today: string; write: boolean }

function Periods({ about: { table, key, periods: all }, periods, today, write }: PeriodsProps) {
  const present = all.filter(({ from }) => from <= today).at(-1)?.from
  return (
    <Table
      caption="Périodes, de la plus récente à la plus ancienne"
      captionShown
      rows={periods}
      columns={[
        { label: 'À compter du', cell: ({ from }) => day(from) },
        { label: 'Valeurs', cell: ({ values }) => said(table, values) },
        {
          label: 'État',
          cell: ({ from }) => (
            <Badge tone={from === present ? 'good' : 'neutral'}>
              {from > today ? 'À venir' : from === present ? 'En vigueur' : 'Passée'}
            </Badge>
          ),
        },
        ...(write
          ? [
              {
                label: 'Acte',
                cell: ({ from }: Period) =>
                  from > today ? (
                    <form method="post" action={`${path(`/referentiels/${table}/${key}/${from}`)}?_method=DELETE`}>
                      <Button aria-label={`Retirer la période du ${day(from)}`}>Retirer</Button>
                    </form>
                  ) : null,
              },
            ]
          : []),
      ]}
    />
  )
}

function said(table: Kind, values: Values): string {
  if (table === 'limites') return `${values.age}\u00a0ans`
  if (table === 'echelons') return count(values.echelons ?? 0, 'échelon', 'échelons')
  if (table === 'promotions')
    return Object.entries(values)
      .map(([grade, years]) => `${grade}\u202f: ${count(years, 'an', 'ans')}`)
      .join(', ')
  const points = Object.values(values)
  const [least, most] = [Math.min(...points), Math.max(...points)].map(number)
  return `${count(points.length, 'indice', 'indices')}, de ${least} à ${most}`
}

function Opening({ about, today, typed, errors, concerned }: ReferentialPageProps) {
  const here = path(`/referentiels/${about.table}/${about.key}`)
  const values = inForce(about.periods, '9999-12-31')
  const tomorrow = new Date(Date.parse(today) + 86_400_000).toISOString().slice(0, 10)
  const labels = labelsOf(about)
  const field = (name: string, value: string) => ({
    name,
    label: labels[name] ?? '',
    value: typed?.[name] ?? value,
    error: errors.find((error) => error.field === name)?.message,
  })
  const points = about.names.map((name) => field(name, String(values[name] ?? '')))
  return (
    <form class="form" method="get" action={here} data-guard="">
      <h2>Ouvrir une période</h2>
      <DateField {...field('from', tomorrow)} required />
      {points.map((point) => (
        <TextField {...point} inputmode="numeric" required />
      ))}
      {concerned !== undefined && (
        <Notice announced title="Ce qui change">
          {concerned === 0
            ? 'Aucun dossier ne change.'
            : `${count(concerned, 'dossier change', 'dossiers changent')} ce jour-là.`}
        </Notice>
      )}
      <div class="actions">
        {concerned !== undefined && (
          <Button kind="primary" formaction={here} formmethod="post">
            Ouvrir la période
          </Button>
        )}
        <Button kind={concerned === undefined ? 'primary' : 'quiet'}>Voir ce qui change</Button>
        <LinkButton href={path('/referentiels')}>Annuler</LinkButton>
      </div>
    </form>
  )
}

/** What the fields of a period are called, above them and in the summary of errors. */
function labelsOf({ names }: Referential): Record<string, string> {
  return { from: gradeLabels.from, ...Object.fromEntries(names.map((name) => [name, valueName(name)])) }
}

function inForce(periods: Period[], on: string): Values {
  return Object.assign({}, ...periods.filter(({ from }) => from <= on).map(({ values }) => values)) as Values
}
