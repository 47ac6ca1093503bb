import { count } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import type { Search } from '../../src/search/search'
import { actHref, labelOf, numberOf } from '../acts/words'
import { peopleHref } from '../personnel/href'

type Line = { href: string; label: string; note?: string }
type Props = Search & {
  /** Below the search box: walked by the arrows, so that Tab leaves it at once. */
  inPalette?: boolean
}

/** So many pages and acts are enough below a box; the page has them all. */
const most = 6

/** What a search found, group by group. */
export function Found({ q, people, recent, papers, pages, acts, inPalette }: Props) {
  const shown = inPalette && q === null ? [] : pages
  const groups: [title: string, lines: Line[]][] = [
    ['Dossiers récents', recent.map(personLine)],
    ['Actes produits', papers.map(paperLine)],
    ['Personnes', (people?.rows ?? []).map(personLine)],
    ['Actions', acts],
    ['Pages', shown],
  ]
  const filled = groups.filter(([, lines]) => lines.length > 0)
  return (
    <div class="found" data-announce="">
      <p class="sr-only">{summary({ people, papers, pages: shown, acts })}</p>
      {filled.map(([title, lines]) => (
        <Group title={title} lines={inPalette ? lines.slice(0, most + 2) : lines} inPalette={inPalette} />
      ))}
      {people && (people.total > 0 || filled.length === 0) && <Rest {...people} inPalette={inPalette} />}
      {filled.length === 0 && <p class="found-none">Rien ne correspond à «&#8239;{q}&#8239;».</p>}
    </div>
  )
}

function personLine(one: Search['recent'][number] | People['rows'][number]): Line {
  const born = 'maidenName' in one && one.maidenName && `née ${one.maidenName}`
  const note = [one.matricule, one.unitName, born].filter(Boolean).join(' · ')
  return { href: path(`/personnel/${one.id}`), label: one.name, note }
}

function paperLine(paper: Search['papers'][number]): Line {
  const note = [numberOf(paper), paper.person, paper.cancelledAt && 'annulé'].filter(Boolean).join(' · ')
  return { href: actHref(paper.id), label: labelOf(paper), note }
}

type People = NonNullable<Search['people']>
type GroupProps = { title: string; lines: Line[]; inPalette?: boolean }

function Group({ title, lines, inPalette }: GroupProps) {
  return (
    <>
      {inPalette ? <p class="found-title">{title}</p> : <h2>{title}</h2>}
      <ul aria-label={inPalette ? title : undefined}>
        {lines.map(({ href, label, note }) => (
          <li>
            <a href={href} tabindex={inPalette ? -1 : undefined}>
              {label}
              {note && <small>{note}</small>}
            </a>
          </li>
        ))}
      </ul>
    </>
  )
}

/** The way to the whole list, and to those who have left when nobody present was found. */
function Rest({ rows, total, rest, inPalette }: People & { inPalette?: boolean }) {
  if (total > 0 && total <= rows.length) return null
  const href = total > 0 ? peopleHref({ q: rest }) : peopleHref({ q: rest, situation: 'tous' })
  return (
    <p class="found-rest">
      <a href={href} tabindex={inPalette ? -1 : undefined}>
        {total > 0
          ? `Voir les ${count(total, 'résultat', 'résultats')}`
          : 'Chercher aussi parmi les personnes parties ou à venir'}
      </a>
    </p>
  )
}

/** Said aloud; the first words are what one waits for. */
function summary({ people, papers, acts, pages }: Pick<Search, 'people' | 'papers' | 'acts' | 'pages'>): string {
  return [
    ...(papers.length > 0 ? [count(papers.length, 'acte produit', 'actes produits')] : []),
    ...(people ? [count(people.total, 'personne', 'personnes')] : []),
    count(acts.length, 'action', 'actions'),
    count(pages.length, 'page', 'pages'),
  ].join(', ')
}
