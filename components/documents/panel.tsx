import type { Row } from '../../src/documents/queries'
import { day } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import { LinkButton } from '../ui/button'
import { EmptyState } from '../ui/empty'
import { Terms } from '../ui/help'
import { Notice } from '../ui/notice'
import { type Column, Table } from '../ui/table'
import { End, StateBadge, weight } from './words'

type Props = {
  personId: string
  documents: Row[]
  missing: { code: string; label: string }[]
  mayWrite: boolean
}

/** The papers in force of a person, and those that are missing. */
export function Documents({ personId, documents, missing, mayWrite }: Props) {
  const add = path(`/personnel/${personId}/documents/nouveau`)
  return (
    <>
      {mayWrite && (
        <div class="actions">
          <LinkButton kind="primary" icon="plus" href={add}>
            Ajouter un document
          </LinkButton>
        </div>
      )}
      {missing.length > 0 && (
        <Notice tone="attention" title="Pièces manquantes ou échues">
          <ul>
            {missing.map(({ code, label }) => (
              <li>{mayWrite ? <a href={`${add}?type=${code}`}>{label}</a> : label}</li>
            ))}
          </ul>
        </Notice>
      )}
      {documents.length === 0 ? (
        <EmptyState title="Aucun document." hint="Pièces d’identité, diplômes et décisions paraîtront ici." />
      ) : (
        <Table caption="Documents en vigueur" rows={documents} columns={columns} />
      )}
      <Terms terms={['echeance', 'decision', 'avancement']} />
    </>
  )
}

const columns: Column<Row>[] = [
  {
    label: 'Document',
    cell: ({ id, typeLabel, name }) => ({ text: typeLabel, href: path(`/documents/${id}/fiche`), note: name }),
  },
  { label: 'Délivré le', cell: ({ issuedOn }) => issuedOn && day(issuedOn) },
  { label: 'Échéance', cell: ({ expiresOn }) => expiresOn && <End on={expiresOn} /> },
  { label: 'Version', numeric: true, cell: ({ version }) => version },
  { label: 'État', cell: (row) => <StateBadge {...row} /> },
  {
    label: 'Fichier',
    cell: ({ id, state, typeLabel, bytes }) =>
      (state === 'saine' && (
        <a href={path(`/documents/${id}`)} download>
          Télécharger <span class="sr-only">{typeLabel}</span> <small>{weight(bytes)}</small>
        </a>
      )) ||
      null,
  },
]
