import type { Batch } from '../../src/career/batch-queries'
import type { Line } from '../../src/career/batch-rules'
import type { WrittenPage } from '../../src/career/batch-written'
import { count, day, moment } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import { type Refusal, Refused } from '../organisation/words'
import { hrefWith } from '../personnel/list-href'
import { Button, LinkButton } from '../ui/button'
import { EmptyState } from '../ui/empty'
import { Notice } from '../ui/notice'
import { PageHead } from '../ui/page-head'
import { followingJobs } from '../ui/refreshing'
import { Table } from '../ui/table'
import { TriedLines, WrittenLines } from './batch-lines'
import { daysOf, nameOf } from './batch-words'

const home = '/carriere/masse'

type Props = Pick<Refusal, 'refusal'> & {
  batch: Batch
  /** What it would write; nothing once it is written. */
  lines: Line[]
  /** What it wrote. */
  written: WrittenPage | null
  query: URLSearchParams
  formKey: string
}

/** A decision about many: what it would write, line by line, how far it is, or what it wrote. */
export function BatchPage({ batch, lines, written, query, formKey, refusal }: Props) {
  const here = path(`${home}/${batch.id}`)
  const goingOn = batch.state === 'waiting' || batch.state === 'running'
  const wrong = lines.filter(({ errors }) => errors.length > 0)
  const ready = lines.filter(({ errors }) => errors.length === 0)
  const unusual = ready.filter(({ warnings }) => warnings.length > 0)
  return (
    <>
      <PageHead
        title={nameOf(batch)}
        lead={leadOf(batch)}
        back={{ href: path(home), label: 'Décisions collectives' }}
      />
      <Refused refusal={refusal} />
      <section class="stack" {...followingJobs('decision', hrefWith(`${home}/${batch.id}`, query, {}), goingOn)}>
        <Standing batch={batch} wrong={wrong.length} unusual={unusual.length} goingOn={goingOn} />
        {!batch.appliedAt && !batch.cancelledAt && !goingOn && (
          <div class="actions">
            {wrong.length === 0 && (
              <form action={`${here}/application`} method="post" data-guard="">
                <Button kind="primary">
                  {`Inscrire pour ${count(batch.matricules.length, 'personne', 'personnes')}`}
                </Button>
              </form>
            )}
            {wrong.length > 0 && ready.length > 0 && <Without batch={batch} ready={ready} formKey={formKey} />}
            <Again batch={batch} />
            <CancelButton here={here} label="Abandonner" />
          </div>
        )}
        {batch.cancelledAt && <Again batch={batch} />}
        {batch.appliedAt && !batch.cancelledAt && (
          <div class="actions">
            <LinkButton kind="danger" href={`${here}/annulation`}>
              Annuler cette décision
            </LinkButton>
          </div>
        )}
        {goingOn && (
          <div class="actions">
            <CancelButton here={here} label="Arrêter" />
            <noscript>
              <LinkButton href={here}>Actualiser</LinkButton>
            </noscript>
          </div>
        )}
        {lines.length > 0 && <TriedLines lines={lines} unitName={batch.unitName} />}
        {written && <WrittenLines {...written} home={`${home}/${batch.id}`} query={query} />}
      </section>
    </>
  )
}

function leadOf(batch: Batch): string {
  const { matricules, effectiveOn, firstOn, decisionNumber } = batch
  const own = effectiveOn === null ? ', chacun à sa date' : ''
  const days = effectiveOn || firstOn ? `, effet ${daysOf(batch)}${own}` : own
  const decision = decisionNumber ? `, décision ${decisionNumber}` : ''
  return `${count(matricules.length, 'matricule', 'matricules')}${days}${decision}`
}

/** Its list in a new form: one that was given up by mistake is not typed again. */
function Again({ batch }: Pick<Props, 'batch'>) {
  return <LinkButton href={path(`${home}?reprise=${batch.id}`)}>Reprendre la liste</LinkButton>
}

/** The same decision for those of whom nothing is wrong. */
function Without({ batch, ready, formKey }: Pick<Props, 'batch' | 'formKey'> & { ready: Line[] }) {
  const { kind, effectiveOn, decisionNumber, unit } = batch
  const dates = effectiveOn === null ? 'chacun' : 'commune'
  const matricules = ready.map(({ matricule }) => matricule).join(' ')
  const fields = { cle: formKey, kind, dates, effectiveOn, decisionNumber, unit, matricules }
  return (
    <form action={path(home)} method="post" data-guard="">
      {Object.entries(fields).map(([name, value]) => (
        <input type="hidden" name={name} value={value ?? ''} />
      ))}
      <Button kind="primary">{`Continuer avec ${count(ready.length, 'personne', 'personnes')}`}</Button>
    </form>
  )
}

type StandingProps = { batch: Batch; wrong: number; unusual: number; goingOn: boolean }

function Standing({ batch, wrong, unusual, goingOn }: StandingProps) {
  if (batch.cancelledAt) return <Notice>Annulée le {moment(batch.cancelledAt)}.</Notice>
  if (batch.appliedAt)
    return (
      <Notice tone="good" announced>
        Inscrite le {moment(batch.appliedAt)} dans toutes les carrières.
      </Notice>
    )
  if (goingOn)
    return (
      <Notice>
        Inscription en cours.{' '}
        <progress value={batch.done} max={batch.total || batch.matricules.length} aria-label="Inscription en cours" />
      </Notice>
    )
  if (batch.state === 'dead')
    return <Notice tone="loss">{batch.reason ?? 'L’inscription n’a pas abouti.'} Rien n’a été inscrit.</Notice>
  if (wrong > 0)
    return (
      <Notice tone="attention">
        {count(wrong, 'ligne est à corriger', 'lignes sont à corriger')}. Rien ne sera inscrit avant.
      </Notice>
    )
  if (unusual > 0)
    return (
      <Notice tone="attention">
        {count(unusual, 'ligne est inhabituelle', 'lignes sont inhabituelles')}
        {'\u202f'}: relisez-les. Rien n’est encore inscrit.
      </Notice>
    )
  return <Notice tone="good">Toutes les lignes sont prêtes. Rien n’est encore inscrit.</Notice>
}

function CancelButton({ here, label }: { here: string; label: string }) {
  return (
    <form action={`${here}/annulation`} method="post">
      <Button>{label}</Button>
    </form>
  )
}

/** The decisions about many that one has prepared, the last first. */
export function BatchList({ batches }: { batches: Batch[] }) {
  if (batches.length === 0) return <EmptyState title="Aucune décision collective pour le moment." />
  return (
    <Table
      caption="Vos dernières décisions collectives"
      rows={batches}
      columns={[
        { label: 'Décision', cell: (one) => ({ text: nameOf(one), href: path(`${home}/${one.id}`) }) },
        { label: 'Effet', cell: (one) => (one.effectiveOn ? day(one.effectiveOn) : daysOf(one)) },
        { label: 'Personnes', numeric: true, cell: ({ matricules }) => matricules.length },
        { label: 'Préparée le', cell: ({ askedAt }) => moment(askedAt) },
        { label: 'État', cell: (one) => stateOf(one) },
      ]}
    />
  )
}

function stateOf({ cancelledAt, appliedAt, state }: Batch): string {
  if (cancelledAt) return 'Annulée'
  if (appliedAt) return 'Inscrite'
  if (state === 'dead') return 'Échouée'
  return state === 'waiting' || state === 'running' ? 'En cours' : 'À vérifier'
}
