import type { Category, Figures, PlaceFigures, Sexes } from '../../src/dashboard/figures'
import { categories, sexes } from '../../src/lib/civil-service'
import { number } from '../../src/lib/french'
import { peopleHref } from '../personnel/href'
import { escaped, Piece } from '../ui/piece'
import { placeFilter } from './place'

const title = 'Effectif par catégorie et par sexe'

/** Places by category and sex, with the totals both ways; each figure leads to its people. */
export function Breakdown({ places, placeKind }: Pick<Figures, 'places' | 'placeKind'>) {
  return (
    <section class="stack">
      <h2>{title}</h2>
      <p class="lead">F&#8239;: femmes, H&#8239;: hommes.</p>
      <Piece html={table(places, placeKind === 'unit' ? 'Unité' : 'Direction')} />
    </section>
  )
}

type Column = { category: Category | null; sex: keyof Sexes | null }
type Filter = Record<string, string>

const columns: Column[] = [...categories, null].flatMap((category) => [
  { category, sex: 'F' as const },
  { category, sex: 'M' as const },
  ...(category === null ? [{ category, sex: null }] : []),
])

/** Written as a string: two hundred linked cells cost less than as elements. */
function table(places: PlaceFigures[], heading: string): string {
  const groups = [...categories.map((category) => `Catégorie&nbsp;${category}`), 'Ensemble']
  const lines = places.map((place) => line(place.name, placeFilter(place), [place]))
  return `<div class="table-frame several"><table class="table data"><caption class="sr-only">${title}</caption>
<thead><tr><th rowspan="2" scope="col">${heading}</th>${groups.map(group).join('')}</tr>
<tr>${columns.map(({ sex }) => head(sex)).join('')}</tr></thead>
<tbody>${lines.join('')}</tbody><tfoot>${line('Ensemble', {}, places)}</tfoot></table></div>`
}

function group(label: string, rank: number): string {
  return `<th class="num" colspan="${rank === categories.length ? 3 : 2}" scope="colgroup">${label}</th>`
}

function head(sex: Column['sex']): string {
  const written =
    sex === null
      ? 'Total'
      : `<span aria-hidden="true">${sexes[sex][0]}</span><span class="sr-only">${sexes[sex]}s</span>`
  return `<th class="num" scope="col">${written}</th>`
}

function line(label: string, filter: Filter, places: PlaceFigures[]): string {
  const cells = columns.map(({ category, sex }) => {
    const people = sum(places, category ? [category] : categories, sex ? [sex] : ['F', 'M'])
    return `<td class="num">${linked(number(people), { ...filter, categorie: category ?? '', sexe: sex ?? '' })}</td>`
  })
  return `<tr><th scope="row">${linked(label, filter)}</th>${cells.join('')}</tr>`
}

function sum(places: PlaceFigures[], among: readonly Category[], sexesAmong: (keyof Sexes)[]): number {
  return places
    .flatMap(({ counts }) => among.flatMap((category) => sexesAmong.map((sex) => counts[category][sex])))
    .reduce((all, people) => all + people, 0)
}

function linked(text: string, filter: Filter): string {
  return `<a href="${escaped(peopleHref(filter))}">${escaped(text)}</a>`
}
