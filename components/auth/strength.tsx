import { path } from '../../src/lib/paths'
import type { FieldError, Problem } from '../../src/lib/problems'
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

/** The answer to `StrengthWatch`. What was refused unread says why in the same place: the form stays as it is. */
export function TypedStrength({ strength, again }: { strength?: StrengthProps | null; again?: Refused }) {
  if (again?.problem.kind === 'throttled') return null
  if (again) return <Strength score={0} reason={again.errors[0]?.message ?? again.problem.message} />
  return strength ? <Strength {...strength} /> : null
}

type Refused = { problem: Problem; errors: FieldError[] }

const placeId = `${fieldId('password')}-solidite`

/** Where it is shown, below the field `password`. */
export function StrengthPlace({ strength }: { strength?: StrengthProps | null }) {
  return (
    <p class="help strength" id={placeId} role="status">
      {strength && <Strength {...strength} />}
    </p>
  )
}

/**
 * Asks for it while somebody types. It stands outside of the form, whose other fields would be sent along. `link`: the address of the
 * page, where whose password it is shows from its link only. `besides`: the fields that say it, where they are typed too.
 */
export function StrengthWatch({ link = '', besides = [] }: { link?: string; besides?: string[] }) {
  return (
    <div
      hx-post={path(`${link}/solidite`)}
      hx-trigger={`input changed delay:400ms from:#${fieldId('password')}`}
      hx-include={['password', ...besides].map((name) => `#${fieldId(name)}`).join(', ')}
      hx-target={`#${placeId}`}
      hx-swap="innerHTML"
      hx-sync="this:replace"
    />
  )
}
