import type { State } from '../../src/corrections/rules'
import { correctionStates } from '../../src/lib/correction-states'
import type { Tone } from '../ui/attributes'
import { Badge } from '../ui/badge'

const tones: Record<State, Tone> = { en_attente: 'attention', acceptee: 'good', refusee: 'loss', retiree: 'neutral' }

export function StateBadge({ state }: { state: State }) {
  return <Badge tone={tones[state]}>{correctionStates[state]}</Badge>
}
