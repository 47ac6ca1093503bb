import { count, moment, number } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import type { LetterCounts, LetterRow, Which } from '../../src/mail/queries'
import { EmptyState } from '../ui/empty'
import { Notice } from '../ui/notice'
import { PageHead } from '../ui/page-head'
import { Pager } from '../ui/pager'
import { type Column, Table } from '../ui/table'
import { Tabs } from '../ui/tabs'
import { Recipient } from './recipient'
import { isDelayed, LetterBadge } from './states'

/** What the list says of a letter; `subject` and `to` are null when it cannot be read. */
export type LetterLine = LetterRow & { subject: string | null; to: { name: string; email: string } | null }

export type LetterListProps = {
  letters: LetterLine[]
  counts: LetterCounts
  which: Which
  /** Whether there is a server to give letters to. */
  leaves: boolean
  /** Null when that page is the one on screen, or does not exist. */
  pages: { first: string | null; previous: string | null; next: string | null; last: string | null }
}

const states = { all: null, waiting: 'en-attente', dead: 'non-envoyes' } as const

export function LetterList({ letters, counts, which, leaves, pages }: LetterListProps) {
  const total = count(which === 'all' ? counts.total : counts[which], 'courrier', 'courriers')
  const href = (query: string | null) => (query === null ? null : hrefOf(which, query))
  const whole = pages.first === null && pages.next === null
  return (
    <>
      <PageHead title="Courriers" lead="Ce que le site écrit aux personnes, et ce qu’il en est advenu." />
      {!leaves && (
        <Notice title="Aucun serveur de courrier n’est indiqué.">
          Les courriers ne partent pas&#8239;; ils se lisent ici.
        </Notice>
      )}
      {counts.dead > 0 && which !== 'dead' && (
        <Notice tone="loss">
          {count(counts.dead, 'courrier n’a pu être envoyé', 'courriers n’ont pu être envoyés')}.{' '}
          <a href={hrefOf('dead')}>Voir pourquoi, et les renvoyer</a>
        </Notice>
      )}
      {counts.delayed > 0 && which !== 'waiting' && (
        <Notice tone="attention">
          {count(counts.delayed, 'courrier n’a pas encore pu partir', 'courriers n’ont pas encore pu partir')}. De
          nouveaux essais se font d’eux-mêmes, pendant un jour et demi.{' '}
          <a href={hrefOf('waiting')}>Voir ce qui les retient</a>
        </Notice>
      )}
      <Tabs
        label="Courriers"
        tabs={[
          { href: hrefOf('all'), label: 'Tous', count: number(counts.total), current: which === 'all' },
          { href: hrefOf('waiting'), label: 'En attente', count: number(counts.waiting), current: which === 'waiting' },
          { href: hrefOf('dead'), label: 'Non envoyés', count: number(counts.dead), current: which === 'dead' },
        ]}
      />
      {letters.length === 0 && which !== 'all' ? (
        <EmptyState title={which === 'dead' ? 'Tous les courriers sont partis.' : 'Aucun courrier n’attend.'} />
      ) : letters.length === 0 ? (
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

function hrefOf(which: Which, query = ''): string {
  const asked = [states[which] ? `etat=${states[which]}` : '', query].filter(Boolean).join('&')
  return path(asked ? `/courriers?${asked}` : '/courriers')
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
