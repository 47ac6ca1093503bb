import type { LetterRow } from '../../src/mail/queries'
import type { Tone } from '../ui/attributes'
import { Badge } from '../ui/badge'

type Shown = Pick<LetterRow, 'state' | 'attempts'>

const states: Record<LetterRow['state'], { label: string; tone: Tone }> = {
  waiting: { label: 'En attente', tone: 'neutral' },
  running: { label: 'Envoi en cours', tone: 'neutral' },
  sent: { label: 'Envoyé', tone: 'good' },
  kept: { label: 'Conservé ici', tone: 'neutral' },
  dead: { label: 'Non envoyé', tone: 'loss' },
  cancelled: { label: 'Annulé', tone: 'neutral' },
}

export function LetterBadge({ letter }: { letter: Shown }) {
  const { label, tone } = states[letter.state]
  return <Badge tone={isDelayed(letter) ? 'attention' : tone}>{label}</Badge>
}

/** Tried in vain, and to be tried again. */
export function isDelayed({ state, attempts }: Shown): boolean {
  return state === 'waiting' && attempts > 0
}
