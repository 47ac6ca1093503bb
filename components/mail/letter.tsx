import { moment } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import { Button } from '../ui/button'
import { DefinitionList } from '../ui/definition-list'
import { Notice } from '../ui/notice'
import { PageHead } from '../ui/page-head'
import type { LetterLine } from './list'
import { Recipient } from './recipient'
import { isDelayed, LetterBadge } from './states'

export type LetterViewProps = {
  letter: LetterLine
  /** Null when it cannot be read. */
  text: string | null
  maySend: boolean
}

/** One letter: what became of it, what its reader sees, and the same as plain text. */
export function LetterView({ letter, text, maySend }: LetterViewProps) {
  const { id, subject, to, attempts, reason, createdAt, finishedAt } = letter
  const home = path(`/courriers/${id}`)
  return (
    <>
      <PageHead
        title={subject ?? 'Contenu illisible'}
        lead={<LetterBadge letter={letter} />}
        back={{ href: path('/courriers'), label: 'Tous les courriers' }}
      >
        {maySend && (
          <form method="post" action={`${home}/envois`}>
            <Button kind="primary">Renvoyer</Button>
          </form>
        )}
      </PageHead>
      {reason && <Notice tone={letter.state === 'dead' ? 'loss' : 'attention'}>{reason}</Notice>}
      <DefinitionList
        items={[
          { label: 'Destinataire', value: to && <Recipient {...to} /> },
          { label: 'Demandé le', value: moment(createdAt) },
          ...(finishedAt ? [{ label: 'Terminé le', value: moment(finishedAt) }] : []),
          { label: 'Essais', value: String(attempts) },
          ...(isDelayed(letter) ? [{ label: 'Nouvel essai le', value: moment(letter.dueAt) }] : []),
        ]}
      />
      {text !== null && (
        <>
          <h2>Tel qu’il se lit</h2>
          <iframe
            class="letter-frame"
            src={`${home}/corps`}
            title="Le courrier tel qu’il se lit"
            sandbox=""
            height="560"
          />
          <h2>En texte seul</h2>
          {text
            .trim()
            .split('\n\n')
            .map((paragraph) => (
              <Lines text={paragraph} />
            ))}
        </>
      )}
    </>
  )
}

function Lines({ text }: { text: string }) {
  return (
    <p>
      {text.split('\n').map((line, index) => (
        <>
          {index > 0 && <br />}
          {line.trimEnd()}
        </>
      ))}
    </p>
  )
}
