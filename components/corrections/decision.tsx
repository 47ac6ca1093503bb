import type { Found } from '../../src/corrections/queries'
import type { Compared } from '../../src/corrections/rules'
import { path } from '../../src/lib/paths'
import type { FieldError } from '../../src/lib/problems'
import { fieldLabels, written } from '../personnel/labels'
import { Badge } from '../ui/badge'
import { Button, LinkButton } from '../ui/button'
import { ErrorSummary } from '../ui/error-summary'
import { TextArea } from '../ui/field'
import { Notice } from '../ui/notice'
import { PageHead } from '../ui/page-head'
import { type Column, Table } from '../ui/table'
import { RequestFacts } from './request'

const home = '/corrections'

type Props = {
  correction: Found
  lines: Compared[]
  errors?: FieldError[]
  refusal?: string
  /** What was typed before a refusal. */
  reason?: string
}

/** A request beside the file as it is now, and what can be decided about it. */
export function Decision({ correction, lines, errors = [], refusal, reason }: Props) {
  const { personId, name, matricule, unitName, state } = correction
  const shown = errors.filter(({ field }) => field !== 'version')
  const waits = state === 'en_attente'
  return (
    <>
      <PageHead
        title={name}
        lead={`Demande de correction, ${matricule}, ${unitName}`}
        back={{ href: path(home), label: 'Demandes de correction' }}
      >
        <LinkButton href={path(`/personnel/${personId}`)}>Voir le dossier</LinkButton>
      </PageHead>
      {refusal && shown.length === 0 && (
        <Notice tone="attention" announced>
          {refusal}
        </Notice>
      )}
      <ErrorSummary errors={shown} />
      {waits && lines.some(({ moved }) => moved) && (
        <Notice tone="attention" title="Le dossier a changé depuis cette demande.">
          Comparez les valeurs avant de décider&#8239;: accepter remplace celles d’aujourd’hui.
        </Notice>
      )}
      <RequestFacts request={correction} home={home} />
      <Table caption="Ce qui est demandé" captionShown rows={lines} columns={waits ? [...columns, now] : columns} />
      {waits && <Acts correction={correction} errors={errors} reason={reason} />}
    </>
  )
}

const columns: Column<Compared>[] = [
  { label: 'Rubrique', cell: ({ field }) => fieldLabels[field] },
  { label: 'À la demande', cell: ({ field, was }) => written(field, was, []) },
  { label: 'Demandé', cell: ({ field, asked }) => <ins>{written(field, asked, [])}</ins> },
]

const now: Column<Compared> = {
  label: 'Dossier aujourd’hui',
  cell: ({ field, now, moved }) => (
    <>
      {written(field, now, [])} {moved && <Badge tone="attention">modifié depuis</Badge>}
    </>
  ),
}

type ActsProps = Pick<Props, 'errors' | 'reason'> & { correction: Found }

function Acts({ correction: { id, version }, errors = [], reason }: ActsProps) {
  const act = (name: string) => path(`${home}/${id}/${name}?_method=PUT`)
  return (
    <>
      <h2>Décision</h2>
      <form class="form" method="post" action={act('acceptation')}>
        <input type="hidden" name="version" value={version} />
        <p class="help">Le dossier est corrigé aussitôt, sans effet sur la carrière. L’agent en est prévenu.</p>
        <div class="actions">
          <Button kind="primary" icon="check">
            Accepter la correction
          </Button>
        </div>
      </form>
      <form class="form" method="post" action={act('refus')}>
        <TextArea
          name="reason"
          label="Motif du refus"
          value={reason}
          rows={3}
          help="L’agent le lira."
          error={errors.find(({ field }) => field === 'reason')?.message}
          required
        />
        <div class="actions">
          <Button kind="danger">Refuser</Button>
        </div>
      </form>
    </>
  )
}
