import type { State } from '../corrections/rules'

/** How a request for a correction stands. */
export const correctionStates: Record<State, string> = {
  en_attente: 'En attente',
  acceptee: 'Acceptée',
  refusee: 'Refusée',
  retiree: 'Retirée',
}
