import { count, moment } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import type { LetterRow } from '../../src/mail/queries'
import { EmptyState } from '../ui/empty'
import { Notice } from '../ui/notice'
import { PageHead } from '../ui/page-head'
import { Pager } from '../ui/pager'
import { type Column, Table } from '../ui/table'
import { Recipient } from './recipient'
import { isDelayed, LetterBadge } from './states'

/** What the list says of a letter; `subject` and `to` are null when it cannot be read. */
export type LetterLine = LetterRow & { subject: string | null; to: { name: string; email: string } | null }

export type LetterListProps = {
  letters: LetterLine[]
  counts: { total: number; dead: number; waiting: number }
  /** Whether there is a server to give letters to. */
  leaves: boolean
  /** Null when that page is the one on screen, or does not exist. */
  pages: { first: string | null; previous: string | null; next: string | null; last: string | null }
}

export function LetterList({ letters, counts, leaves, pages }: LetterListProps) {
  const total = count(counts.total, 'courrier', 'courriers')
  const href = (query: string | null) => (query === null ? null : path(`/courriers${query}`))
  const whole = pages.first === null && pages.next === null
  return (
    <>
      <PageHead title="Courriers" lead="Ce que le site écrit aux personnes, et ce qu’il en est advenu." />
      {!leaves && (
        <Notice title="Aucun serveur de courrier n’est indiqué.">
          Les courriers ne partent pas&#8239;; ils se lisent ici.
        </Notice>
      )}
      {counts.dead > 0 && (
        <Notice tone="loss">
          {count(counts.dead, 'courrier n’a pu être envoyé', 'courriers n’ont pu être envoyés')}.
        </Notice>
      )}
      {letters.length === 0 ? (
        <EmptyState title="Aucun courrier." hint="Le premier sera écrit à l’ouverture d’un compte." />
      ) : (
        <>
          <Table caption={`Courriers\u202f: ${total}`} columns={columns} rows={letters} />
          <Pager
            total={total}
            range={whole ? null : count(letters.length, 'ligne affichée', 'lignes affichées')}
            first={href(pages.first)}
            previous={href(pages.previous)}
            next={href(pages.next)}
            last={href(pages.last)}
          />
        </>
      )}
    </>
  )
}

const columns: Column<LetterLine>[] = [
  {
    label: 'Objet',
    cell: ({ id, subject }) => ({ text: subject ?? 'Contenu illisible', href: path(`/courriers/${id}`) }),
  },
  { label: 'Destinataire', cell: ({ to }) => to && <Recipient {...to} /> },
  { label: 'Demandé le', numeric: true, cell: ({ createdAt }) => moment(createdAt) },
  {
    label: 'État',
    cell: (letter) => (
      <>
        <LetterBadge letter={letter} />
        {isDelayed(letter) && <small>Nouvel essai le {moment(letter.dueAt)}</small>}
        {letter.reason && <small>{letter.reason}</small>}
      </>
    ),
  },
]
