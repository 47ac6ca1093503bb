import type { Figures } from '../../src/dashboard/figures'
import { count, plural } from '../../src/lib/french'
import { Columns } from '../charts/columns'
import { peopleHref } from '../personnel/href'

export function RetirementsChart({ retirements, today }: Pick<Figures, 'retirements' | 'today'>) {
  const { past, years } = retirements
  return (
    <Columns
      id="retraites"
      title="Départs à la retraite par année"
      note={
        <>
          Au 31&nbsp;décembre de l’année où la limite d’âge du grade est atteinte.
          {past > 0 && (
            <>
              {' '}
              Date déjà dépassée&#8239;:{' '}
              <a href={peopleHref({ retraite: 'depassee' })}>{count(past, 'personne', 'personnes')}</a>, non{' '}
              {plural(past, 'comptée', 'comptées')} ici.
            </>
          )}
        </>
      }
      periodHeading="Année"
      series={[{ label: 'Départs', tone: 1 }]}
      periods={years.map(({ year, people }) => ({
        label: String(year) === today.slice(0, 4) ? `${year}, à partir d’aujourd’hui` : String(year),
        short: String(year),
        columns: [{ value: people, href: peopleHref({ retraite_annee: year }) }],
      }))}
    />
  )
}
