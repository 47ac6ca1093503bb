import type { ClassRow, Coming, GradeRow } from '../../src/grades/grades'
import { classes } from '../../src/lib/civil-service'
import { day, number } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import { Button } from '../ui/button'
import { DateField } from '../ui/field'
import { PageHead } from '../ui/page-head'
import { type Column, Table } from '../ui/table'
import { referentialName } from './words'

export type ReferentialsPageProps = {
  day: string
  grades: GradeRow[]
  ranks: ClassRow[]
  coming: Coming[]
  rights: { write: boolean; list: boolean }
}

const place = '/referentiels'

/** What the careers of everybody are counted by, as on a day. */
export function ReferentialsPage({ day: on, grades, ranks, coming, rights }: ReferentialsPageProps) {
  return (
    <>
      <PageHead
        title="Référentiels"
        lead={`Grades, classes, grilles et limites d’âge en vigueur le ${day(on)} (données de démonstration).`}
      />
      <form class="form short" method="get" action={path(place)}>
        <DateField name="le" label="En vigueur le" value={on} />
        <div class="actions">
          <Button>Voir ce jour-là</Button>
        </div>
      </form>
      {coming.length > 0 && (
        <Table
          caption="Décidé, pas encore en vigueur"
          captionShown
          rows={coming}
          columns={[
            {
              label: 'Référentiel',
              cell: ({ table, key }) => ({ text: referentialName(table, key), href: path(`${place}/${table}/${key}`) }),
            },
            { label: 'À compter du', numeric: true, cell: ({ from }) => day(from) },
          ]}
        />
      )}
      <Table caption="Grades" captionShown rows={grades} columns={gradeColumns(rights.list)} />
      <Table
        caption="Classes"
        captionShown
        rows={ranks}
        columns={[
          {
            label: 'Classe',
            cell: ({ code }) => ({
              text: classes[code as keyof typeof classes],
              href: path(`${place}/echelons/${code}`),
            }),
          },
          { label: 'Échelons', numeric: true, cell: ({ echelons }) => echelons },
        ]}
      />
    </>
  )
}

function gradeColumns(list: boolean): Column<GradeRow>[] {
  return [
    { label: 'Grade', cell: ({ code }) => code },
    { label: 'Catégorie', cell: ({ category }) => category },
    {
      label: 'Limite d’âge',
      cell: ({ code, age }) => ({
        text: age === null ? 'Aucune' : `${age}\u00a0ans`,
        href: path(`${place}/limites/${code}`),
      }),
    },
    {
      label: 'Indices',
      cell: ({ code }) => (
        <a href={path(`${place}/grilles/${code}`)}>
          Grille<span class="sr-only"> du grade {code}</span>
        </a>
      ),
    },
    ...(list
      ? [
          {
            label: 'Agents',
            numeric: true,
            cell: ({ code, people }: GradeRow) => ({
              text: number(people ?? 0),
              href: path(`/personnel?grade=${code}`),
            }),
          },
        ]
      : []),
  ]
}
