import type { ClassRow, Coming, GradeRow, Step } from '../../src/grades/grades'
import { classes } from '../../src/lib/civil-service'
import { count, day, number } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import { Badge } from '../ui/badge'
import { Button, LinkButton } from '../ui/button'
import { EmptyState } from '../ui/empty'
import { DateField } from '../ui/field'
import { Terms } from '../ui/help'
import { PageHead } from '../ui/page-head'
import { type Column, Table } from '../ui/table'
import { referentialName } from './words'

export type ReferentialsPageProps = {
  day: string
  grades: GradeRow[]
  ranks: ClassRow[]
  ladder: Step[]
  coming: Coming[]
  /** When nothing was in force on that day, the first on which something was or will be. */
  begins: string | null
  rights: { write: boolean; list: boolean }
}

const place = '/referentiels'

/** What the careers of everybody are counted by, as on a day. */
export function ReferentialsPage(props: ReferentialsPageProps) {
  const { day: on, grades, ranks, ladder, coming, begins, rights } = props
  return (
    <>
      <PageHead
        title="Référentiels"
        lead={`Grades, classes, grilles, promotions et limites d’âge en vigueur le ${day(on)} (données de démonstration).`}
      />
      <Terms terms={['categorie', 'grade', 'classe', 'echelon', 'indice', 'limite_age']} />
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
      {begins ? (
        <EmptyState
          title="Aucun grade n’était en vigueur ce jour-là."
          hint={`La première période commence le ${day(begins)}.`}
          action={<LinkButton href={path(place)}>Voir ce qui est en vigueur aujourd’hui</LinkButton>}
        />
      ) : (
        <Table
          caption="Grades"
          captionShown
          rows={grades}
          columns={gradeColumns({ list: rights.list, on, ladder, top: grades[0]?.code })}
        />
      )}
      {rights.write && (
        <p>
          <LinkButton href={path(`${place}/grades/nouveau`)}>Nouveau grade</LinkButton>
        </p>
      )}
      <p>
        <a href={path(`${place}/documents`)}>Types de document</a>&#8239;: ce que les dossiers contiennent, et qui le
        lit.
      </p>
      {!begins && <Ranks ranks={ranks} />}
    </>
  )
}

function Ranks({ ranks }: { ranks: ClassRow[] }) {
  return (
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
  )
}

type Around = { list: boolean; on: string; ladder: Step[]; top: string | undefined }

function gradeColumns({ list, on, ladder, top }: Around): Column<GradeRow>[] {
  return [
    { label: 'Grade', cell: ({ code }) => ({ text: code, href: path(`${place}/grades/${code}`) }) },
    { label: 'Catégorie', cell: ({ category }) => category },
    { label: 'État', cell: (grade) => <Life {...grade} on={on} /> },
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
    {
      label: 'Promotion',
      cell: ({ code }) =>
        code === top ? null : { text: stepsFrom(code, ladder), href: path(`${place}/promotions/${code}`) },
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

/** « A4 après 3 ans ». */
function stepsFrom(code: string, ladder: Step[]): string {
  const steps = ladder.filter(({ grade }) => grade === code)
  return steps.map(({ next, years }) => `${next} après ${count(years, 'an', 'ans')}`).join(', ') || 'Aucune'
}

function Life({ openedOn, closedOn, on }: GradeRow & { on: string }) {
  if (openedOn > on) return <Badge>{`Ouvert le ${day(openedOn)}`}</Badge>
  return closedOn ? <Badge tone="attention">{`Fermé le ${day(closedOn)}`}</Badge> : <Badge tone="good">Ouvert</Badge>
}
