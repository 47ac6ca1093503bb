import type { Child } from 'hono/jsx'
import { day, moment } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import { roleLabels } from '../../src/lib/role-labels'
import { unitKinds } from '../../src/lib/unit-kinds'
import type { Named, UnitView, WholeUnit } from '../../src/organisation/view'
import { Badge } from '../ui/badge'
import { LinkButton } from '../ui/button'
import { type Definition, DefinitionList } from '../ui/definition-list'
import { Disclosure } from '../ui/disclosure'
import { PageHead } from '../ui/page-head'
import { Table } from '../ui/table'
import { ChiefName, endWords, Headcount, unitHref } from './words'

type Props = WholeUnit & { rights: { write: boolean; list: boolean } }

/** A unit: what it is, who is at its head, what stands on it, what was done to it, and what may be. */
export function UnitPage({ unit, people, uses, lines, rights }: Props) {
  return (
    <>
      <PageHead
        title={unit.name}
        lead={`${unitKinds[unit.kind]} · ${unit.code}`}
        back={{ href: path('/organisation'), label: 'Organisation' }}
      >
        {!unit.closedOn && (
          <LinkButton icon="chart" href={path(`/organisation/organigramme?unite=${unit.code}`)}>
            Organigramme
          </LinkButton>
        )}
        {rights.write && !unit.closedOn && (
          <LinkButton kind="primary" href={unitHref(unit.code, '/chef')}>
            {unit.chief ? 'Remplacer le chef' : 'Nommer un chef'}
          </LinkButton>
        )}
      </PageHead>
      <DefinitionList items={facts(unit, people)} />
      {unit.below.length > 0 && <Below unit={unit} />}
      {unit.roles && unit.roles.length > 0 && <Roles roles={unit.roles} />}
      {rights.write && <Acts unit={unit} used={uses.ever > 0} />}
      {lines.length > 0 && (
        <Disclosure summary="Ce qui a été fait de cette unité">
          <Table
            caption="Derniers actes, du plus récent au plus ancien"
            rows={lines}
            columns={[
              { label: 'Quand', cell: ({ at }) => moment(at) },
              { label: 'Acte', cell: ({ label }) => label },
              { label: 'Par', cell: ({ actorName }) => actorName },
            ]}
          />
        </Disclosure>
      )}
    </>
  )
}

function facts(unit: UnitView, people: WholeUnit['people']): Definition[] {
  const counted = people.all === null ? null : <Headcount code={unit.code} own={people.own} all={people.all} />
  return [
    ...(unit.closedOn ? [{ label: 'État', value: <Closed unit={unit} /> }] : []),
    ...(unit.end ? [{ label: 'À venir', value: <End unit={unit} end={unit.end} /> }] : []),
    ...(unit.closedOn
      ? []
      : [
          {
            label: 'Chef',
            term: unit.chief ? ('interim' as const) : ('poste_vacant' as const),
            value: <ChiefName chief={unit.chief} />,
          },
        ]),
    ...(counted ? [{ label: 'Effectif', value: counted }] : []),
    ...(unit.above.length > 0 ? [{ label: 'Rattachée à', value: <Way units={unit.above} />, wide: true }] : []),
    ...(unit.openedOn ? [{ label: 'Ouverte le', value: day(unit.openedOn) }] : []),
    ...(unit.merged.length > 0 ? [{ label: 'A reçu', value: <Way units={unit.merged} between=", " /> }] : []),
  ]
}

function Closed({ unit }: { unit: UnitView }) {
  return (
    <>
      <Badge>Fermée</Badge> le {day(unit.closedOn ?? '')}
      {unit.mergedInto && (
        <>
          {', fusionnée dans '}
          <a href={unitHref(unit.mergedInto.code)}>{unit.mergedInto.name}</a>
        </>
      )}
    </>
  )
}

function End({ unit, end }: { unit: UnitView; end: NonNullable<UnitView['end']> }) {
  return (
    <>
      <a href={unitHref(unit.code, '/fermeture')}>{endWords(end)}</a>
      {end.obstacle && (
        <>
          {' '}
          <Badge tone="attention">Empêchée</Badge>
        </>
      )}
    </>
  )
}

function Way({ units, between = ' › ' }: { units: Named[]; between?: string }) {
  return units.map(
    ({ code, name }, index): Child => (
      <>
        {index > 0 && between}
        <a href={unitHref(code)}>{name}</a>
      </>
    ),
  )
}

function Below({ unit }: { unit: UnitView }) {
  return (
    <section class="stack">
      <h2>Unités rattachées</h2>
      <ul>
        {unit.below.map(({ code, name, closedOn }) => (
          <li>
            <a href={unitHref(code)}>{name}</a>
            {closedOn && `, fermée le ${day(closedOn)}`}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** For those who keep the accounts: being at the head of a unit and reaching its files are two things. */
function Roles({ roles }: { roles: NonNullable<UnitView['roles']> }) {
  return (
    <section class="stack">
      <h2>Rôles tenus sur cette unité et au-dessous</h2>
      <ul>
        {roles.map(({ accountId, name, role }) => (
          <li>
            <a href={path(`/utilisateurs/${accountId}`)}>{name}</a>, {roleLabels[role as keyof typeof roleLabels]}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Acts({ unit, used }: { unit: UnitView; used: boolean }) {
  const here = (below: string) => unitHref(unit.code, below)
  const root = unit.above.length === 0
  return (
    <section class="stack">
      <h2>Actes</h2>
      <div class="actions">
        {unit.closedOn ? (
          !unit.mergedInto && <LinkButton href={here('/fermeture')}>Rouvrir</LinkButton>
        ) : (
          <>
            <LinkButton href={here('/modification')}>Renommer, changer la nature</LinkButton>
            <LinkButton icon="plus" href={path(`/organisation/unites/nouvelle?parent=${unit.code}`)}>
              Unité rattachée
            </LinkButton>
            {!root && (
              <>
                <LinkButton href={here('/deplacement')}>Déplacer</LinkButton>
                <LinkButton href={here('/fusion')}>Fusionner</LinkButton>
                <LinkButton kind="danger" href={here('/fermeture')}>
                  {used ? 'Fermer' : 'Fermer ou supprimer'}
                </LinkButton>
              </>
            )}
          </>
        )}
      </div>
    </section>
  )
}
