import { path } from '../../src/lib/paths'
import type { Tone } from '../ui/attributes'
import { Badge } from '../ui/badge'
import { fieldId } from '../ui/control'

export type StrengthProps = { score: 0 | 1 | 2 | 3; reason: string | null }

const words: { word: string; tone: Tone }[] = [
  { word: 'faible', tone: 'loss' },
  { word: 'moyenne', tone: 'attention' },
  { word: 'bonne', tone: 'neutral' },
  { word: 'excellente', tone: 'good' },
]

/** How hard the password is to guess, in a word and why. */
export function Strength({ score, reason }: StrengthProps) {
  const { word, tone } = words[score]!
  return (
    <>
      Solidité&#8239;: <Badge tone={tone}>{word}</Badge> {reason}
    </>
  )
}

const placeId = `${fieldId('password')}-solidite`

/** Where it is shown, below the field `password`. */
export function StrengthPlace({ strength }: { strength?: StrengthProps | null }) {
  return (
    <p class="help strength" id={placeId} role="status">
      {strength && <Strength {...strength} />}
    </p>
  )
}

/** Asks for it while somebody types. It stands outside of the form, whose other fields would be sent along. */
export function StrengthWatch() {
  return (
    <div
      hx-post={path('/solidite')}
      hx-trigger={`input changed delay:400ms from:#${fieldId('password')}`}
      hx-include={`#${fieldId('password')}`}
      hx-target={`#${placeId}`}
      hx-swap="innerHTML"
      hx-sync="this:replace"
    />
  )
}
