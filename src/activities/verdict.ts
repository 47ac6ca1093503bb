import { number } from '../lib/french'
import { milliseconds } from '../lib/quantities'
import type { Fault, Verdict } from './verify'

/** So many are told one by one: who altered more has left a journal that is worth nothing. */
const most = 100

/** What was found, for a terminal. */
export function told({ sealed, waiting, head, faults }: Verdict, ms: number): string {
  const lines = [
    `${number(sealed)} lignes scellées vérifiées en ${milliseconds(ms)}, ${number(waiting)} en attente de leur sceau.`,
    head ? `Dernier sceau\u202f: ${head}` : 'La chaîne est vide.',
    ...faults.slice(0, most).map(sentence),
    ...(faults.length > most ? [`… et ${number(faults.length - most)} autres anomalies.`] : []),
    faults.length === 0 ? 'Le journal est tel qu’il a été écrit.' : 'Le journal a été altéré.',
  ]
  return `${lines.join('\n')}\n`
}

function sentence({ position, id, what, with: other }: Fault): string {
  const line = `ligne ${id}`
  const at = position ? `position ${position}, ` : ''
  const words: Record<Fault['what'], string> = {
    changed: `${line}\u202f: elle n’est plus telle qu’elle a été scellée`,
    swapped: `${line}\u202f: elle a été échangée avec la ligne ${other}`,
    'line-missing': `${line}\u202f: elle n’existe plus`,
    'seal-missing': 'le sceau manque',
    unsealed: `${line}\u202f: elle a été ajoutée sans passer par le journal`,
    'head-missing': 'le sceau attendu n’est pas dans la chaîne\u202f: sa fin a été coupée ou réécrite',
  }
  return `${at}${words[what]}`
}
