import { type ActKind, actKinds, actNumber } from '../../src/lib/act-kinds'
import { organisation } from '../../src/lib/organisation'
import { path } from '../../src/lib/paths'
import { Badge } from '../ui/badge'

type Numbered = { kind: ActKind; year: number; number: number }

export function numberOf(act: Numbered): string {
  return `n°\u00a0${actNumber(act, organisation().shortName)}`
}

export function actHref(id: string): string {
  return path(`/actes/${id}`)
}

/** Where an act of somebody is made. */
export function makingHref(personId: string, below = '/nouveau'): string {
  return path(`/personnel/${personId}/actes${below}`)
}

export function labelOf({ kind }: { kind: ActKind }): string {
  return actKinds[kind].label
}

export function ActState({ cancelledAt }: { cancelledAt: Date | null }) {
  return cancelledAt ? <Badge tone="loss">Annulé</Badge> : <Badge tone="good">Valide</Badge>
}
