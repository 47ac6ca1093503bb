import type { Figures } from '../../src/dashboard/figures'
import { Columns } from '../charts/columns'
import { peopleHref } from '../personnel/href'

const names = [
  'janvier',
  'février',
  'mars',
  'avril',
  'mai',
  'juin',
  'juillet',
  'août',
  'septembre',
  'octobre',
  'novembre',
  'décembre',
]
const shortNames = ['janv.', 'févr.', 'mars', 'avr.', 'mai', 'juin', 'juil.', 'août', 'sept.', 'oct.', 'nov.', 'déc.']

export function MovementsChart({ months }: Pick<Figures, 'months'>) {
  return (
    <Columns
      id="mouvements"
      title="Entrées et sorties par mois"
      note="Prises de service et départs, mois en cours compris."
      periodHeading="Mois"
      series={[
        { label: 'Entrées', tone: 1 },
        { label: 'Sorties', tone: 3 },
      ]}
      periods={months.map(({ month, entries, exits }) => {
        const rank = Number(month.slice(5)) - 1
        return {
          label: `${names[rank]} ${month.slice(0, 4)}`,
          short: shortNames[rank],
          columns: [
            { value: entries, href: peopleHref({ situation: 'tous', entree: month }) },
            { value: exits, href: peopleHref({ situation: 'tous', sortie: month }) },
          ],
        }
      })}
    />
  )
}
