import { moment } from '../../src/lib/french'
import type { LetterRow } from '../../src/mail/queries'
import type { Tone } from '../ui/attributes'
import { Badge } from '../ui/badge'

type Shown = Pick<LetterRow, 'state' | 'attempts' | 'dueAt'>

const states: Record<LetterRow['state'], { label: string; tone: Tone }> = {
  waiting: { label: 'En attente', tone: 'neutral' },
  running: { label: 'Envoi en cours', tone: 'neutral' },
  sent: { label: 'Envoyé', tone: 'good' },
  kept: { label: 'Conservé ici', tone: 'attention' },
  dead: { label: 'Non envoyé', tone: 'loss' },
  cancelled: { label: 'Annulé', tone: 'neutral' },
}

export function LetterBadge({ letter }: { letter: Shown }) {
  const { label, tone } = states[letter.state]
  const delayed = letter.state === 'waiting' && letter.attempts > 0
  return (
    <Badge tone={delayed ? 'attention' : tone}>{delayed ? `Nouvel essai le ${moment(letter.dueAt)}` : label}</Badge>
  )
}
