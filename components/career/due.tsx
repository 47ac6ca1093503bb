import type { DueInput, DuePage } from '../../src/career/due'
import type { Due } from '../../src/career/due-queries'
import { classes } from '../../src/lib/civil-service'
import { count, day } from '../../src/lib/french'
import { gradeCodes } from '../../src/lib/grade-list'
import { path } from '../../src/lib/paths'
import { ExportLinks } from '../exports/links'
import { unitChoices } from '../organisation/words'
import { hrefWith } from '../personnel/list-href'
import { LinkButton } from '../ui/button'
import { EmptyState } from '../ui/empty'
import { SelectField } from '../ui/field'
import { FilterBar } from '../ui/filter-bar'
import { Help } from '../ui/help'
import { PageHead } from '../ui/page-head'
import { Pager, turnsOf } from '../ui/pager'
import { type Column, Table } from '../ui/table'
import { Tabs } from '../ui/tabs'
import { CareerTabs } from './tabs'
import { stepOf } from './words'

type Props = DuePage & {
  asked: DueInput
  query: URLSearchParams
  units: { code: string; name: string; depth: number }[]
}

const home = '/carriere/avancements'
const tabs: [quand: string, label: string][] = [
  ['', 'Trimestre prochain'],
  ['trimestre', 'D’ici la fin du trimestre'],
  ['retard', 'En retard'],
]

/** Who may go up a step, the first due first, each leading to the file and all of them to one decision. */
export function DueList({ rows, total, pages, from, to, years, asked, query, units }: Props) {
  const { quand, unite, grade } = asked
  const href = (changes: Record<string, string | null>) =>
    hrefWith(home, query, { apres: null, avant: null, fin: null, ...changes })
  return (
    <>
      <PageHead
        title="Avancements à préparer"
        lead={
          <>
            {`${count(years, 'an', 'ans')} dans l’échelon (démonstration)\u202f: ${quand === 'retard' ? `échus au ${day(to)}` : `du ${day(from)} au ${day(to)}`}.`}
            <Help term="avancement" />
          </>
        }
      >
        {total > 0 && (
          <LinkButton
            kind="primary"
            href={hrefWith('/carriere/masse', query, { apres: null, avant: null, fin: null, liste: '1' })}
          >
            Préparer la décision
          </LinkButton>
        )}
      </PageHead>
      <CareerTabs current="avancements" mayWrite />
      <Tabs
        label="Échéances"
        tabs={tabs.map(([name, label]) => ({
          label,
          href: href({ quand: name || null }),
          current: (quand ?? '') === name,
        }))}
      />
      <FilterBar
        action={path(home)}
        resetHref={unite || grade ? href({ unite: null, grade: null }) : null}
        open={Boolean(unite || grade)}
      >
        {quand && <input type="hidden" name="quand" value={quand} />}
        <SelectField name="unite" label="Unité" value={unite} blank="Toutes" choices={unitChoices(units)} />
        <SelectField
          name="grade"
          label="Grade"
          value={grade}
          blank="Tous"
          choices={gradeCodes().map((value) => ({ value, label: value }))}
        />
      </FilterBar>
      {total === 0 ? (
        <EmptyState title="Aucun avancement à préparer." hint="Changez de période, d’unité ou de grade." />
      ) : (
        <>
          <ExportLinks list="avancements" query={{ quand, unite, grade }} />
          <Table caption="Avancements à préparer" rows={rows} columns={columns} />
          <Pager
            total={count(total, 'avancement', 'avancements')}
            range={rows.length === total ? null : count(rows.length, 'ligne affichée', 'lignes affichées')}
            {...turnsOf(pages, (place) => href(place))}
          />
        </>
      )}
    </>
  )
}

const columns: Column<Due>[] = [
  {
    label: 'Agent',
    cell: ({ id, name, matricule }) => ({
      text: name,
      href: path(`/personnel/${id}?onglet=carriere`),
      note: matricule,
    }),
  },
  { label: 'Unité', cell: ({ unitName }) => unitName },
  { label: 'Échelon tenu', cell: (row) => stepOf(row) },
  { label: 'Depuis le', cell: ({ since }) => day(since) },
  { label: 'À compter du', cell: ({ dueOn }) => day(dueOn) },
  { label: 'Échelon suivant', cell: (row) => `${classes[row.nextClass]}, échelon\u00a0${row.nextEchelon}` },
]
