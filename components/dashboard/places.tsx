import type { Figures } from '../../src/dashboard/figures'
import { categories } from '../../src/lib/civil-service'
import { BarList } from '../charts/bar-list'
import { peopleHref } from '../personnel/href'
import { placeFilter } from './place'

const tones = { A: 1, B: 2, C: 3, D: 4 } as const

/** One bar per direction (or unit), in segments by category. The table below adds the sexes. */
export function PlacesChart({ places, placeKind }: Pick<Figures, 'places' | 'placeKind'>) {
  return (
    <BarList
      id="effectif"
      title={placeKind === 'unit' ? 'Effectif par unité' : 'Effectif par direction'}
      note="Personnes présentes, toutes positions confondues, par catégorie."
      rowHeading={placeKind === 'unit' ? 'Unité' : 'Direction'}
      rows={places.map((place) => ({
        label: place.name,
        href: peopleHref(placeFilter(place)),
        segments: categories.map((category) => ({
          value: place.counts[category].F + place.counts[category].M,
          label: `Catégorie ${category}`,
          tone: tones[category],
          href: peopleHref({ ...placeFilter(place), categorie: category }),
        })),
      }))}
    />
  )
}
