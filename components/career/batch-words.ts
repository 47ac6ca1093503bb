import type { Batch } from '../../src/career/batch-queries'
import { day } from '../../src/lib/french'

export function nameOf({ kind, unitName }: Pick<Batch, 'kind' | 'unitName'>): string {
  return kind === 'affectation' ? `Affectation\u202f: ${unitName}` : 'Avancement à l’échelon suivant'
}

/** `le 01/01/2027`, `du 01/01/2027 au 12/01/2027`; before it is written, that each has their own. */
export function daysOf({ effectiveOn, firstOn, lastOn }: Pick<Batch, 'effectiveOn' | 'firstOn' | 'lastOn'>): string {
  const [first, last] = [effectiveOn ?? firstOn, effectiveOn ?? lastOn]
  return first && last ? between(first, last) : 'chacun à sa date'
}

export function between(first: string, last: string): string {
  return first === last ? `le ${day(first)}` : `du ${day(first)} au ${day(last)}`
}
