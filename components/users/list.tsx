import { count, moment } from '../../src/lib/french'
import { path } from '../../src/lib/paths'
import { roleLabels } from '../../src/lib/role-labels'
import type { AccountRow, Accounts, State } from '../../src/users/list'
import { ExportLinks } from '../exports/links'
import { hrefWith } from '../personnel/list-href'
import { LinkButton } from '../ui/button'
import { EmptyState } from '../ui/empty'
import { SelectField, TextField } from '../ui/field'
import { FilterBar } from '../ui/filter-bar'
import { PageHead } from '../ui/page-head'
import { Pager } from '../ui/pager'
import { type Column, Table } from '../ui/table'
import { StandingBadge } from './words'

export type AccountListProps = { accounts: Accounts; query: URLSearchParams; mayOpen: boolean }

const place = '/utilisateurs'
const noPage = { apres: null, avant: null, fin: null }

/** htmx morphs the list in, and the address follows. */
const swapped = {
  'hx-select': '#comptes',
  'hx-target': '#comptes',
  'hx-swap': 'outerMorph',
  'hx-indicator': '#comptes',
}
const turning = { 'hx-boost': 'true', ...swapped }
const filtering = { 'hx-trigger': 'submit, input delay:350ms', 'hx-replace-url': 'true', ...swapped }

export function AccountList({ accounts, query, mayOpen }: AccountListProps) {
  return (
    <>
      <PageHead title="Utilisateurs" lead="Qui peut se connecter, avec quels rôles.">
        <LinkButton href={path(`${place}/pouvoirs`)}>Ce que donne chaque rôle</LinkButton>
        {mayOpen && (
          <LinkButton kind="primary" icon="plus" href={path(`${place}/nouveau`)}>
            Ouvrir un compte
          </LinkButton>
        )}
      </PageHead>
      <Filters query={query} />
      <div id="comptes" class="busy-region stack">
        <Found accounts={accounts} query={query} />
      </div>
    </>
  )
}

const stateLabels: Record<State, string> = {
  actif: 'Actifs',
  invite: 'Invités, sans mot de passe',
  desactive: 'Désactivés',
  verrouille: 'Verrouillés',
  'sans-second-facteur': 'Sans second facteur',
  jamais: 'Jamais connectés',
}

function Filters({ query }: { query: URLSearchParams }) {
  const value = (name: string) => query.get(name) ?? ''
  const filtered = ['q', 'role', 'etat'].some((name) => value(name) !== '')
  return (
    <FilterBar
      id="filtres"
      action={path(place)}
      filtering={{ 'hx-get': path(place), ...filtering }}
      resetHref={filtered ? path(place) : null}
    >
      <TextField
        name="q"
        label="Rechercher"
        type="search"
        value={value('q')}
        placeholder="Nom, adresse, matricule…"
        maxlength={100}
      />
      <SelectField name="role" label="Rôle" value={value('role')} blank="Tous" choices={choices(roleLabels)} />
      <SelectField name="etat" label="État" value={value('etat')} blank="Tous" choices={choices(stateLabels)} />
    </FilterBar>
  )
}

function Found({ accounts, query }: Omit<AccountListProps, 'mayOpen'>) {
  if (accounts.rows.length === 0) {
    return (
      <EmptyState
        title="Aucun compte ne correspond à cette recherche."
        hint="Retirez un filtre, ou cherchez une partie d’un nom, d’une adresse ou d’un matricule."
        action={<LinkButton href={path(place)}>Voir tous les comptes</LinkButton>}
      />
    )
  }
  const total = count(accounts.total, 'compte', 'comptes')
  const to = (where: Record<string, string> | null) => where && hrefWith(place, query, { ...noPage, ...where })
  const whole = !accounts.first && !accounts.next
  return (
    <>
      <ExportLinks list="comptes" query={query} />
      <Table caption={`Utilisateurs\u202f: ${total}`} columns={columns(query)} rows={accounts.rows} sorting={turning} />
      <Pager
        total={total}
        range={whole ? null : count(accounts.rows.length, 'ligne affichée', 'lignes affichées')}
        first={to(accounts.first)}
        previous={to(accounts.previous)}
        next={to(accounts.next)}
        last={to(accounts.last)}
        turning={turning}
      />
    </>
  )
}

function columns(query: URLSearchParams): Column<AccountRow>[] {
  return [
    {
      label: 'Nom',
      sort: sorted('nom', query),
      cell: ({ id, name, email }) => ({ text: name, href: path(`${place}/${id}`), note: email }),
    },
    { label: 'Matricule', cell: ({ matricule }) => matricule },
    { label: 'Rôles', cell: ({ roles }) => roles.map((role) => roleLabels[role]).join(', ') },
    { label: 'État', cell: ({ standing, locked }) => <StandingBadge standing={standing} locked={locked} /> },
    { label: 'Second facteur', cell: ({ secondFactor }) => (secondFactor ? 'Oui' : 'Non') },
    {
      label: 'Dernière connexion',
      numeric: true,
      sort: sorted('connexion', query),
      cell: ({ lastSignInAt }) => (lastSignInAt ? moment(lastSignInAt) : 'Jamais'),
    },
  ]
}

function sorted(by: string, query: URLSearchParams): Column<AccountRow>['sort'] {
  const current = (query.get('tri') || 'nom') === by
  const descending = current && query.get('sens') === 'desc'
  const href = hrefWith(place, query, { ...noPage, tri: by, sens: current && !descending ? 'desc' : null })
  return { href, direction: current ? (descending ? 'descending' : 'ascending') : undefined }
}

function choices(labels: Record<string, string>) {
  return Object.entries(labels).map(([value, label]) => ({ value, label }))
}
