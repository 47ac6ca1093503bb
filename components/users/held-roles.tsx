import { path } from '../../src/lib/paths'
import type { Account } from '../../src/users/account'
import { Badge } from '../ui/badge'
import { LinkButton } from '../ui/button'
import { EmptyState } from '../ui/empty'
import { type Column, Table } from '../ui/table'
import { datesOf, type RoleHeld, roleName } from './words'

type Props = { account: Account; mayChange: boolean; own: boolean }

/** The roles of an account, those of other days too: they add up. */
export function HeldRoles({ account, mayChange, own }: Props) {
  const here = path(`/utilisateurs/${account.id}/roles`)
  return (
    <>
      <h2>Rôles</h2>
      {account.roles.length === 0 ? (
        <EmptyState
          title="Ce compte n’a aucun rôle."
          hint="Il ne donne accès qu’à son propre dossier, s’il y en a un."
        />
      ) : (
        <Table caption="Rôles de ce compte" columns={columns(here, mayChange)} rows={account.roles} />
      )}
      {mayChange && !own && (
        <div class="actions">
          <LinkButton icon="plus" href={`${here}/nouveau`}>
            Donner un rôle
          </LinkButton>
        </div>
      )}
    </>
  )
}

function columns(here: string, mayChange: boolean): Column<RoleHeld>[] {
  return [
    {
      label: 'Rôle',
      cell: (role) => (mayChange ? { text: roleName(role), href: `${here}/${role.id}` } : roleName(role)),
    },
    { label: 'Étendue', cell: scopeOf },
    { label: 'Dates', cell: (role) => datesOf(role) },
    { label: 'État', cell: ({ held }) => <Badge tone={tones[held]}>{labels[held]}</Badge> },
  ]
}

function scopeOf({ role, unitName }: RoleHeld): string {
  return unitName ? 'Cette unité et au-dessous' : (alone[role] ?? 'Toute la maison')
}

/** The roles that reach no file of the house but these. */
const alone: Partial<Record<RoleHeld['role'], string>> = {
  agent: 'Son propre dossier',
  admin: 'Le site, sans les dossiers',
  invite: 'Les dossiers fictifs',
}

const labels: Record<RoleHeld['held'], string> = { now: 'En vigueur', later: 'À venir', ended: 'Terminé' }
const tones = { now: 'good', later: 'attention', ended: 'neutral' } as const
