import type { Batch } from '../../src/career/batch-queries'
import type { Line } from '../../src/career/batch-rules'
import type { WrittenPage } from '../../src/career/batch-written'
import type { WrittenLine } from '../../src/career/batch-written-queries'
import { careerKinds } from '../../src/lib/civil-service'
import { count, day } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import { hrefWith } from '../personnel/list-href'
import { Badge } from '../ui/badge'
import { Pager, turnsOf } from '../ui/pager'
import { type Column, Table } from '../ui/table'
import { objectOf, stepOf } from './words'

/** What would be written, line by line: what is to be looked at comes first. */
export function TriedLines({ lines, unitName }: { lines: Line[] } & Pick<Batch, 'unitName'>) {
  const weight = ({ errors, warnings }: Line) => (errors.length > 0 ? 0 : warnings.length > 0 ? 1 : 2)
  const rows = lines
    .map((line, at) => ({ ...line, at: at + 1, unitName }))
    .sort((one, other) => weight(one) - weight(other))
  return <Table caption="Vérification, ligne par ligne" rows={rows} columns={tried} />
}

const tried: Column<Line & Pick<Batch, 'unitName'> & { at: number }>[] = [
  { label: 'Ligne', cell: ({ at, matricule }) => `${at}. ${matricule}` },
  { label: 'Agent', cell: ({ person }) => person && linkTo({ person }) },
  { label: 'Acte', cell: ({ act }) => act && careerKinds[act.kind] },
  { label: 'Objet', cell: ({ act, unitName }) => act && objectOf({ ...act, unitName }) },
  { label: 'Effet', cell: ({ act }) => act && day(act.effectiveOn) },
  { label: 'Vérification', cell: (line) => <Verdict line={line} /> },
]

function Verdict({ line: { errors, warnings } }: { line: Line }) {
  if (errors.length > 0)
    return (
      <>
        <Badge tone="loss">À corriger</Badge> {errors.join(' ')}
      </>
    )
  if (warnings.length === 0) return <Badge tone="good">Prêt</Badge>
  return (
    <>
      <Badge tone="attention">Inhabituel</Badge> {warnings.join(' ')}
    </>
  )
}

type WrittenProps = WrittenPage & { home: string; query: URLSearchParams }

/** Whom it concerned once it is written, what it changed for each, and what has become of that. */
export function WrittenLines({ rows, total, pages, home, query }: WrittenProps) {
  const whole = rows.length === total
  const href = (place: Record<string, string>) =>
    hrefWith(home, query, { apres: null, avant: null, fin: null, ...place })
  return (
    <>
      <h2>Personnes concernées</h2>
      <Table caption="Personnes concernées" rows={rows} columns={written} />
      <Pager
        total={count(total, 'personne', 'personnes')}
        range={whole ? null : count(rows.length, 'ligne affichée', 'lignes affichées')}
        {...turnsOf(pages, href)}
      />
      {!whole && (
        <p class="unprinted">
          <a href={href({ lignes: 'toutes' })}>Tout afficher, pour imprimer</a>
        </p>
      )}
    </>
  )
}

const written: Column<WrittenLine>[] = [
  { label: 'Agent', cell: ({ person, matricule }) => (person ? linkTo({ person }) : matricule) },
  { label: 'Matricule', cell: ({ matricule }) => matricule },
  { label: 'Ce qui change', cell: (line) => line.person && changeOf(line) },
  { label: 'Effet', cell: ({ effectiveOn }) => day(effectiveOn) },
  { label: 'État', cell: ({ state }) => states[state] },
]

const states: Record<WrittenLine['state'], string> = {
  en_vigueur: 'En vigueur',
  a_venir: 'À venir',
  corrige: 'Corrigé depuis',
  annule: 'Annulé',
}

/** `C1, 2e classe, échelon 2 → 3`: what stays the same is said once. */
function changeOf(line: WrittenLine): string {
  const { was } = line
  if (line.kind === 'affectation') return [was?.unitName, line.unitName].filter(Boolean).join(' → ')
  const before = was && stepOf({ ...was, grade: null })
  const after = was?.class === line.class ? String(line.echelon ?? '') : stepOf({ ...line, grade: null })
  return [line.grade, [before, after].filter(Boolean).join(' → ')].filter(Boolean).join(', ')
}

function linkTo({ person }: { person: { id: string; name: string } }) {
  return { text: person.name, href: path(`/personnel/${person.id}?onglet=carriere`) }
}
