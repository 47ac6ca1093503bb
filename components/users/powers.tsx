import { path } from '../../src/lib/paths'
import { roleLabels } from '../../src/lib/role-labels'
import type { Power } from '../../src/users/powers'
import { PageHead } from '../ui/page-head'
import { type Column, Table } from '../ui/table'
import { actionLabels } from './action-labels'

type Role = keyof typeof roleLabels
type Scope = NonNullable<Power['byRole'][Role]>

/** What every role allows, as the program asks it. */
export function Powers({ powers }: { powers: Power[] }) {
  return (
    <>
      <PageHead
        title="Ce que donne chaque rôle"
        lead="Plusieurs rôles s’ajoutent. Tenu sur une unité, un rôle s’y limite, et ne donne rien sur la maison elle-même."
        back={{ href: path('/utilisateurs'), label: 'Utilisateurs' }}
      />
      <PowerTable powers={powers} />
    </>
  )
}

/** A table for everybody by their own file, then one for each role: what is not in it is refused. */
export function PowerTable({ powers }: { powers: Power[] }) {
  const own = powers.filter((power) => power.own).map(({ action }) => ({ action, scope: 'self' as const }))
  return (
    <>
      <Given label="Chacun" rows={own} />
      {(Object.keys(roleLabels) as Role[]).map((role) => (
        <Given
          label={roleLabels[role]}
          rows={powers.flatMap(({ action, byRole }) => {
            const scope = byRole[role]
            return scope ? [{ action, scope }] : []
          })}
        />
      ))}
    </>
  )
}

type Row = { action: Power['action']; scope: Scope }

function Given({ label, rows }: { label: string; rows: Row[] }) {
  return (
    <>
      <h2>{label}</h2>
      {rows.length === 0 ? <p>Rien de plus que chacun.</p> : <Table caption={label} columns={columns} rows={rows} />}
    </>
  )
}

const scopes: Record<Scope, string> = {
  all: 'Toute la maison, ou l’unité du rôle et au-dessous',
  unit: 'L’unité du rôle et au-dessous',
  fictitious: 'Les dossiers fictifs',
  self: 'Son propre dossier',
}

const columns: Column<Row>[] = [
  { label: 'Action', cell: ({ action }) => actionLabels[action] },
  { label: 'Étendue', cell: ({ scope }) => scopes[scope] },
]
