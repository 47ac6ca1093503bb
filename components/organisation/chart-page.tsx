import { day } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import type { Chart as ChartOf } from '../../src/organisation/chart'
import type { Node } from '../../src/organisation/tree'
import { hrefWith } from '../personnel/list-href'
import { Disclosure } from '../ui/disclosure'
import { PageHead } from '../ui/page-head'
import { Tabs } from '../ui/tabs'
import { Chart } from './chart'
import { fitsASheet, layDown, layOut } from './chart-layout'
import { UnitList } from './tree'
import { unitHref } from './words'

const place = '/organisation/organigramme'

/** The drawing of the house or of a part of it, and the same in words. */
export function ChartPage({ chart, query }: { chart: ChartOf; query: URLSearchParams }) {
  const { root, whole, levels, folds } = chart
  const depth = Math.min(6, Math.max(1, depthOf(root)))
  const unfolded = (node: Node) => node.depth - root.depth < levels !== folds.has(node.code)
  const across = layOut(root, unfolded)
  const both = {
    title: `Organigramme\u202f: ${root.name}`,
    turned: (node: Node) => hrefWith(place, query, { plis: turned(folds, node.code) }),
  }
  return (
    <div id="organigramme" class={`stack busy-region ${fitsASheet(across) ? '' : 'in-columns'}`.trim()}>
      <PageHead
        title={whole ? 'Organigramme' : root.name}
        lead={`Au ${day(chart.day)}`}
        back={
          whole
            ? { href: path('/organisation'), label: 'Organisation' }
            : { href: path(place), label: 'Tout l’organigramme' }
        }
      />
      <Tabs
        label="Niveaux montrés"
        tabs={Array.from({ length: depth }, (_, index) => String(index + 1)).map((wanted) => ({
          href: hrefWith(place, query, { niveaux: wanted, plis: null }),
          label: wanted === '1' ? '1 niveau' : `${wanted} niveaux`,
          current: Number(wanted) === levels,
        }))}
      />
      <section class="orgchart-frame" aria-label="Organigramme dessiné" tabindex={0}>
        <Chart drawing={across} way="across" {...both} />
        <Chart drawing={layDown(root, unfolded)} way="down" {...both} />
      </section>
      <Disclosure summary="Le même organigramme en texte">
        <UnitList nodes={[root]} drawn={unfolded} />
      </Disclosure>
      {!whole && (
        <p>
          <a href={unitHref(root.code)}>La fiche de cette unité</a>
        </p>
      )}
    </div>
  )
}

function turned(folds: ReadonlySet<string>, code: string): string {
  const others = [...folds].filter((one) => one !== code)
  return (others.length === folds.size ? [...others, code] : others).join(',')
}

function depthOf(node: Node): number {
  return node.children.length === 0 ? 0 : 1 + Math.max(...node.children.map(depthOf))
}
