import type { State } from '../../src/corrections/rules'
import type { Tone } from '../ui/attributes'
import { Badge } from '../ui/badge'

export const stateLabels: Record<State, string> = {
  en_attente: 'En attente',
  acceptee: 'Acceptée',
  refusee: 'Refusée',
  retiree: 'Retirée',
}

const tones: Record<State, Tone> = { en_attente: 'attention', acceptee: 'good', refusee: 'loss', retiree: 'neutral' }

export function StateBadge({ state }: { state: State }) {
  return <Badge tone={tones[state]}>{stateLabels[state]}</Badge>
}
