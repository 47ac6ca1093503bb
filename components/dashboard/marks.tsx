import type { Figures } from '../../src/dashboard/figures'
import { count, decimal } from '../../src/lib/french'
import { DotScale } from '../charts/dot-scale'
import { peopleHref } from '../personnel/href'
import { placeFilter } from './place'

type MarksChartProps = NonNullable<Figures['marks']> & Pick<Figures, 'placeKind'>

/** Nothing at all until a first evaluation has been settled. */
export function MarksChart({ year, people, average, places, placeKind }: MarksChartProps) {
  if (year === null) return null
  return (
    <DotScale
      id="evaluations"
      title={`Évaluations ${year}, moyenne par ${placeKind === 'unit' ? 'unité' : 'direction'}`}
      note={
        <>
          Notes sur 20, validées ou arbitrées, des personnes présentes&#8239;:{' '}
          <a href={peopleHref({ evalue: year })}>{count(people, 'évaluation', 'évaluations')}</a>
          {average !== null && `, moyenne ${decimal(average, 2)} (trait vertical)`}.
        </>
      }
      rowHeading={placeKind === 'unit' ? 'Unité' : 'Direction'}
      overall={average}
      rows={places.map((place) => ({
        label: place.name,
        href: peopleHref({ ...placeFilter(place), evalue: year }),
        value: place.average,
        marks: place.people,
      }))}
    />
  )
}
