import type { Row } from '../../src/documents/queries'
import { day, decimal, number } from '../../src/lib/french'
import { nearness } from '../../src/lib/papers'
import { isoToday } from '../../src/lib/today'
import { Badge } from '../ui/badge'

export const guardWords = {
  identity: 'Pièces d’identité\u202f: lu par qui voit les pièces d’identité.',
  private: 'Vie privée\u202f: lu par qui voit la vie privée.',
  salary: 'Rémunération\u202f: lu par qui voit la solde.',
  health: 'Santé\u202f: lu par les ressources humaines seulement.',
  evaluations: 'Évaluations\u202f: lu par qui lit les évaluations.',
}

/** `1,4 Mo`, `312 ko`. */
export function weight(bytes: number): string {
  if (bytes >= 1_048_576) return `${decimal(bytes / 1_048_576, 1)}\u00a0Mo`
  return bytes < 1_024 ? `${number(bytes)}\u00a0octets` : `${number(bytes / 1_024)}\u00a0ko`
}

/** The end of a paper, and how near it is. */
export function End({ on, today = isoToday() }: { on: string; today?: string }) {
  const near = nearness(on, today)
  if (near === 'far') return <>{day(on)}</>
  return (
    <>
      {day(on)} <Badge tone={near === 'over' ? 'loss' : 'attention'}>{words[near]}</Badge>
    </>
  )
}

const words = { over: 'échu', week: 'sous 7\u00a0jours', month: 'sous 30\u00a0jours', quarter: 'sous 90\u00a0jours' }

type Standing = Pick<Row, 'state' | 'replacedAt' | 'withdrawnAt' | 'expiresOn'>

export function StateBadge({ state, replacedAt, withdrawnAt, expiresOn }: Standing) {
  if (withdrawnAt) return <Badge tone="loss">{state === 'infectee' ? 'refusé par l’antivirus' : 'retiré'}</Badge>
  if (replacedAt) return <Badge>remplacé</Badge>
  if (state === 'quarantaine') return <Badge tone="attention">examen par l’antivirus en attente</Badge>
  if (expiresOn && nearness(expiresOn, isoToday()) === 'over') return <Badge tone="loss">échu</Badge>
  return <Badge tone="good">en vigueur</Badge>
}
