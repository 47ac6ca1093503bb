import type { Batch } from '../../src/career/batch-queries'
import type { Line } from '../../src/career/batch-rules'
import { careerKinds } from '../../src/lib/civil-service'
import { count, day, moment } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import { type Refusal, Refused } from '../organisation/words'
import { Badge } from '../ui/badge'
import { Button, LinkButton } from '../ui/button'
import { EmptyState } from '../ui/empty'
import { Notice } from '../ui/notice'
import { PageHead } from '../ui/page-head'
import { followingJobs } from '../ui/refreshing'
import { type Column, Table } from '../ui/table'
import { objectOf } from './words'

const home = '/carriere/masse'

type Props = Pick<Refusal, 'refusal'> & { batch: Batch; lines: Line[]; formKey: string }

/** A decision about many: what it would write, line by line, or how far it is. */
export function BatchPage({ batch, lines, formKey, refusal }: Props) {
  const here = path(`${home}/${batch.id}`)
  const goingOn = batch.state === 'waiting' || batch.state === 'running'
  const wrong = lines.filter(({ errors }) => errors.length > 0)
  const ready = lines.filter(({ errors }) => errors.length === 0)
  const unusual = ready.filter(({ warnings }) => warnings.length > 0)
  const plain = ready.filter(({ warnings }) => warnings.length === 0)
  return (
    <>
      <PageHead
        title={nameOf(batch)}
        lead={`${count(batch.matricules.length, 'matricule', 'matricules')}, effet le ${day(batch.effectiveOn)}${batch.decisionNumber ? `, décision ${batch.decisionNumber}` : ''}`}
        back={{ href: path(home), label: 'Décisions collectives' }}
      />
      <Refused refusal={refusal} />
      <section class="stack" {...followingJobs('decision', here, goingOn)}>
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
        {lines.length > 0 && (
          <Table
            caption="Vérification, ligne par ligne"
            rows={[...wrong, ...unusual, ...plain].map((line) => ({
              ...line,
              at: lines.indexOf(line) + 1,
              unitName: batch.unitName,
            }))}
            columns={columns}
          />
        )}
      </section>
    </>
  )
}

/** Its list in a new form: one that was given up by mistake is not typed again. */
function Again({ batch }: Pick<Props, 'batch'>) {
  return <LinkButton href={path(`${home}?reprise=${batch.id}`)}>Reprendre la liste</LinkButton>
}

/** The same decision for those of whom nothing is wrong. */
function Without({ batch, ready, formKey }: Pick<Props, 'batch' | 'formKey'> & { ready: Line[] }) {
  const { kind, effectiveOn, decisionNumber, unit } = batch
  const matricules = ready.map(({ matricule }) => matricule).join(' ')
  const fields = { cle: formKey, kind, effectiveOn, decisionNumber, unit, matricules }
  return (
    <form action={path(home)} method="post" data-guard="">
      {Object.entries(fields).map(([name, value]) => (
        <input type="hidden" name={name} value={value ?? ''} />
      ))}
      <Button kind="primary">{`Continuer avec ${count(ready.length, 'personne', 'personnes')}`}</Button>
    </form>
  )
}

const columns: Column<Line & Pick<Batch, 'unitName'> & { at: number }>[] = [
  { label: 'Ligne', cell: ({ at, matricule }) => `${at}. ${matricule}` },
  {
    label: 'Agent',
    cell: ({ person }) => person && { text: person.name, href: path(`/personnel/${person.id}?onglet=carriere`) },
  },
  { label: 'Acte', cell: ({ act }) => act && careerKinds[act.kind] },
  { label: 'Objet', cell: ({ act, unitName }) => act && objectOf({ ...act, unitName }) },
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

type StandingProps = { batch: Batch; wrong: number; unusual: number; goingOn: boolean }

function Standing({ batch, wrong, unusual, goingOn }: StandingProps) {
  if (batch.cancelledAt) return <Notice>Annulée le {moment(batch.cancelledAt)}.</Notice>
  if (batch.appliedAt)
    return <Notice tone="good">Inscrite le {moment(batch.appliedAt)} dans toutes les carrières.</Notice>
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
        { label: 'Effet', cell: ({ effectiveOn }) => day(effectiveOn) },
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

export function nameOf({ kind, unitName }: Batch): string {
  return kind === 'affectation' ? `Affectation\u202f: ${unitName}` : 'Avancement à l’échelon suivant'
}
