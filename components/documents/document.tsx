import type { Row } from '../../src/documents/queries'
import { day, moment } from '../../src/lib/french'
import { isShown } from '../../src/lib/papers'
import { path } from '../../src/lib/paths'
import type { FieldError } from '../../src/lib/problems'
import { Button, LinkButton } from '../ui/button'
import { DefinitionList } from '../ui/definition-list'
import { ErrorSummary } from '../ui/error-summary'
import { TextField } from '../ui/field'
import { Notice } from '../ui/notice'
import { PageHead } from '../ui/page-head'
import { type Column, Table } from '../ui/table'
import { End, guardWords, StateBadge, weight } from './words'

type Props = {
  document: Row
  versions: Row[]
  mayWrite: boolean
  errors?: FieldError[]
  refusal?: string
  reason?: string
}

/** One version of a paper, and the others. */
export function DocumentPage({ document, versions, mayWrite, errors = [], refusal, reason }: Props) {
  const { id, personId, person, matricule, typeLabel, state, mime } = document
  const inForce = !document.replacedAt && !document.withdrawnAt
  return (
    <>
      <PageHead
        title={typeLabel}
        lead={`${person}, ${matricule}`}
        back={{ href: path(`/personnel/${personId}?onglet=documents`), label: 'Documents du dossier' }}
      >
        {mayWrite && inForce && (
          <LinkButton href={path(`/documents/${id}/versions/nouvelle`)}>Nouvelle version</LinkButton>
        )}
        {state === 'saine' && isShown(mime) && <LinkButton href={path(`/documents/${id}/apercu`)}>Aperçu</LinkButton>}
        {state === 'saine' && (
          <LinkButton kind="primary" icon="download" href={path(`/documents/${id}`)} download>
            Télécharger
          </LinkButton>
        )}
      </PageHead>
      {refusal && errors.length === 0 && (
        <Notice tone="attention" announced>
          {refusal}
        </Notice>
      )}
      <ErrorSummary errors={errors} />
      {state === 'quarantaine' && inForce && (
        <Notice tone="attention" title="En attente de l’antivirus">
          Ce document est reçu. Personne ne peut l’ouvrir avant que l’antivirus l’ait examiné.
        </Notice>
      )}
      <DefinitionList items={facts(document)} />
      {versions.length > 1 && <Table caption="Versions" captionShown rows={versions} columns={columns} />}
      {mayWrite && inForce && <Withdrawal id={id} reason={reason} errors={errors} />}
    </>
  )
}

function facts(row: Row) {
  return [
    { label: 'Fichier', value: `${row.name} (${weight(row.bytes)})` },
    { label: 'État', value: <StateBadge {...row} /> },
    { label: 'Délivré le', value: row.issuedOn && day(row.issuedOn) },
    ...(row.expires || row.expiresOn
      ? [{ label: 'Échéance', value: row.expiresOn && <End on={row.expiresOn} /> }]
      : []),
    { label: 'Ajouté le', value: `${moment(row.addedAt)}${row.addedBy ? `, par ${row.addedBy}` : ''}` },
    ...(row.withdrawnReason ? [{ label: 'Motif du retrait', value: row.withdrawnReason, wide: true }] : []),
    ...(row.guard ? [{ label: 'Confidentialité', value: guardWords[row.guard], wide: true }] : []),
  ]
}

const columns: Column<Row>[] = [
  {
    label: 'Version',
    cell: ({ id, version, name }) => ({
      text: `Version\u00a0${version}`,
      href: path(`/documents/${id}/fiche`),
      note: name,
    }),
  },
  { label: 'Ajoutée le', cell: ({ addedAt }) => moment(addedAt) },
  { label: 'Par', cell: ({ addedBy }) => addedBy },
  { label: 'Échéance', cell: ({ expiresOn }) => expiresOn && day(expiresOn) },
  { label: 'État', cell: (row) => <StateBadge {...row} /> },
]

function Withdrawal({ id, reason, errors }: { id: string; reason?: string; errors: FieldError[] }) {
  return (
    <>
      <h2>Retirer ce document</h2>
      <form class="form" method="post" action={path(`/documents/${id}?_method=DELETE`)}>
        <TextField
          name="reason"
          label="Motif du retrait"
          value={reason}
          maxlength={300}
          help="Le document quitte le dossier&#8239;; il reste lisible par les ressources humaines, avec ce motif."
          error={errors.find(({ field }) => field === 'reason')?.message}
          required
        />
        <div class="actions">
          <Button kind="danger">Retirer le document</Button>
        </div>
      </form>
    </>
  )
}
