import { moment } from '../lib/french'
import { conflict, type Problem } from '../lib/problems'
import type { Locked } from './queries'

/** For who comes too late: what became of it, by whom and when. */
export function decidedAlready({ state, decidedBy, decidedAt }: Locked): Problem {
  if (state === 'retiree') return conflict('Cette demande a été retirée par la personne qui l’avait faite.')
  const what = state === 'acceptee' ? 'acceptée' : 'refusée'
  return conflict(`Cette demande a déjà été ${what} par ${decidedBy}, le ${moment(decidedAt!)}.`)
}
