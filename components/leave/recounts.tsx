import type { Recount } from '../../src/leave/leave'
import { count, moment } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import { Badge } from '../ui/badge'
import { Button, LinkButton } from '../ui/button'
import { EmptyState } from '../ui/empty'
import { SelectField } from '../ui/field'
import { PageHead } from '../ui/page-head'
import { followingJobs } from '../ui/refreshing'
import { type Cell, Table } from '../ui/table'

export type RecountsProps = {
  recounts: Recount[]
  years: number[]
  typed?: Record<string, string>
  error?: string
}

/** Where leave entitlements are counted again for a year: the form, and what the last counts came to, live while one runs. */
export function Recounts({ recounts, years, typed, error }: RecountsProps) {
  return (
    <>
      <PageHead
        title="Droits à congé"
        lead="30 jours calendaires pour une année de service, au prorata, arrondis à la demi-journée supérieure."
      />
      <form class="form short" action={path('/conges/recomptes')} method="post">
        <SelectField
          name="annee"
          label="Année à recompter"
          value={typed?.annee ?? String(years[0])}
          error={error}
          choices={years.map((year) => ({ value: String(year), label: String(year) }))}
        />
        <div class="actions">
          <Button kind="primary" icon="clock">
            Recompter
          </Button>
        </div>
      </form>
      <Runs recounts={recounts} />
    </>
  )
}

/** Asked for again when a count has come further; without scripts a reload shows the same. */
function Runs({ recounts }: { recounts: Recount[] }) {
  const goingOn = recounts.some(({ state }) => goesOn(state))
  return (
    <section class="stack" {...followingJobs('recomptes', path('/conges'), goingOn)}>
      <h2>Derniers recomptes</h2>
      {goingOn && (
        <noscript>
          <LinkButton href={path('/conges')}>Actualiser</LinkButton>
        </noscript>
      )}
      {recounts.length === 0 ? (
        <EmptyState title="Aucun recompte pour le moment." />
      ) : (
        <Table
          caption="Derniers recomptes"
          rows={recounts}
          columns={[
            { label: 'Année', cell: ({ year }) => String(year) },
            { label: 'État', cell: (run) => <State run={run} /> },
            { label: 'Avancement', cell: (run) => progress(run) },
            { label: 'Demandé par', cell: (run) => <Asked run={run} /> },
            { label: 'Résultat', cell: (run) => outcome(run) },
            { label: 'Acte', cell: (run) => <Cancel run={run} /> },
          ]}
        />
      )}
    </section>
  )
}

const states = {
  waiting: ['En attente', 'neutral'],
  running: ['En cours', 'neutral'],
  done: ['Terminé', 'good'],
  dead: ['Échoué', 'loss'],
  cancelled: ['Annulé', 'neutral'],
} as const

function State({ run: { state } }: { run: Recount }) {
  const [label, tone] = states[state]
  return <Badge tone={tone}>{label}</Badge>
}

function Asked({ run: { askedBy, at } }: { run: Recount }) {
  return (
    <>
      {askedBy}
      <small>le {moment(at)}</small>
    </>
  )
}

function progress({ state, done, total, year }: Recount): Cell {
  if (state === 'waiting' || total === 0) return null
  return (
    <>
      <progress value={done} max={total} aria-label={`Recompte de ${year}`} />{' '}
      {`${done}\u00a0sur\u00a0${count(total, 'unité', 'unités')}`}
    </>
  )
}

/** Why one failed is for ops: in the log, and on their page. */
function outcome({ state, result }: Recount): string | null {
  if (state === 'dead') return 'Inachevé. Vous pouvez le demander de nouveau.'
  if (state !== 'done' || !result) return null
  return `${count(result.people, 'personne', 'personnes')}, ${count(result.lines, 'écriture', 'écritures')}`
}

function Cancel({ run: { id, state, year } }: { run: Recount }) {
  if (!goesOn(state)) return null
  return (
    <form action={path(`/conges/recomptes/${id}/annulation`)} method="post">
      <Button aria-label={`Annuler le recompte de ${year}`}>Annuler</Button>
    </form>
  )
}

function goesOn(state: Recount['state']): boolean {
  return state === 'waiting' || state === 'running'
}
