import { count } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import { unitKinds } from '../../src/lib/unit-kinds'
import type { Node } from '../../src/organisation/tree'
import { ExportLinks } from '../exports/links'
import { LinkButton } from '../ui/button'
import { EmptyState } from '../ui/empty'
import { TextField } from '../ui/field'
import { FilterBar } from '../ui/filter-bar'
import { Help } from '../ui/help'
import { PageHead } from '../ui/page-head'
import { ChiefName, Headcount, unitHref } from './words'

export type TreePageProps = { root: Node; q: string | null; found: number; vacant: number; rights: { write: boolean } }

const place = '/organisation'
const filtering = {
  'hx-trigger': 'submit, input delay:350ms',
  'hx-replace-url': 'true',
  'hx-select': '#unites',
  'hx-target': '#unites',
  'hx-swap': 'outerMorph',
  'hx-indicator': '#unites',
}

/** The house as a tree: who is at the head of each unit, and how many work there. */
export function TreePage({ root, q, found, vacant, rights }: TreePageProps) {
  return (
    <>
      <PageHead title="Organisation" lead={<Lead root={root} vacant={vacant} />}>
        <LinkButton icon="chart" href={path(`${place}/organigramme`)}>
          Organigramme
        </LinkButton>
        {rights.write && (
          <LinkButton kind="primary" icon="plus" href={path(`${place}/unites/nouvelle`)}>
            Nouvelle unité
          </LinkButton>
        )}
      </PageHead>
      <FilterBar
        id="filtres"
        action={path(place)}
        filtering={{ 'hx-get': path(place), ...filtering }}
        resetHref={q ? path(place) : null}
      >
        <TextField
          name="q"
          label="Rechercher"
          type="search"
          value={q}
          placeholder="Nom ou code d’une unité"
          maxlength={100}
        />
      </FilterBar>
      <div id="unites" class="busy-region stack">
        {q && found === 0 ? (
          <EmptyState
            title="Aucune unité ne correspond à cette recherche."
            hint="Cherchez une partie d’un nom ou d’un code, avec ou sans accents."
            action={<LinkButton href={path(place)}>Voir toute l’organisation</LinkButton>}
          />
        ) : (
          <>
            {q && <p data-announce="">{count(found, 'unité trouvée', 'unités trouvées')}</p>}
            <ExportLinks list="unites" query={{ q }} />
            <UnitList nodes={[root]} searching={Boolean(q)} />
          </>
        )}
      </div>
    </>
  )
}

function Lead({ root, vacant }: { root: Node; vacant: number }) {
  return (
    <>
      {count(sizeOf(root), 'unité', 'unités')},{' '}
      <a href={path(`${place}/postes-vacants`)}>{count(vacant, 'poste vacant', 'postes vacants')}</a>
      <Help term="poste_vacant" />
    </>
  )
}

type ListProps = {
  nodes: Node[]
  searching?: boolean
  /** Beside a drawing: everything is open, and on paper what it unfolds. */
  drawn?: (node: Node) => boolean
}

/** Opened where something that is looked for is below, and otherwise down to the directions. */
export function UnitList({ nodes, searching, drawn }: ListProps) {
  return (
    <ul class="tree">
      {nodes.map((node) => (
        <li>
          <Unit node={node} />
          <Below node={node} searching={searching} drawn={drawn} />
        </li>
      ))}
    </ul>
  )
}

function Below({ node, searching, drawn }: { node: Node } & Omit<ListProps, 'nodes'>) {
  const leading = node.children.filter(({ leads }) => leads)
  const narrowed = searching === true && leading.length > 0
  const children = narrowed ? leading : node.children
  if (children.length === 0) return null
  return (
    <details
      class={drawn?.(node) === false ? 'disclosure unprinted' : 'disclosure'}
      open={drawn !== undefined || (searching ? narrowed : node.depth < 1)}
    >
      <summary>
        {count(node.children.length, 'unité rattachée', 'unités rattachées')}
        <span class="sr-only"> à {node.name}</span>
      </summary>
      <UnitList nodes={children} searching={narrowed} drawn={drawn} />
    </details>
  )
}

function Unit({ node }: { node: Node }) {
  const name = <a href={unitHref(node.code)}>{node.name}</a>
  return (
    <p>
      {node.found ? <mark>{name}</mark> : <strong>{name}</strong>}
      <small>
        <span class="detail">{`${unitKinds[node.kind]}\u00a0· `}</span>
        <ChiefName chief={node.chief} />
        {node.all !== null && <span class="detail">{'\u00a0· '}</span>}
        <Headcount code={node.code} own={node.own} all={node.all} />
      </small>
    </p>
  )
}

function sizeOf(node: Node): number {
  return node.children.reduce((sum, child) => sum + sizeOf(child), 1)
}
