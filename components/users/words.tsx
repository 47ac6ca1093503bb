import { day } from '../../src/lib/french'
import { roleLabels } from '../../src/lib/role-labels'
import type { Account } from '../../src/users/account'
import type { AccountRow } from '../../src/users/list'
import { Badge } from '../ui/badge'

export type Standing = AccountRow['standing']

const standings: Record<Standing, { label: string; tone: 'good' | 'attention' | 'loss' }> = {
  actif: { label: 'Actif', tone: 'good' },
  invite: { label: 'Invité', tone: 'attention' },
  desactive: { label: 'Désactivé', tone: 'loss' },
}

export function StandingBadge({ standing, locked }: { standing: Standing; locked: boolean }) {
  const { label, tone } = standings[standing]
  return (
    <>
      <Badge tone={tone}>{label}</Badge>
      {locked && (
        <>
          {' '}
          <Badge tone="attention">Verrouillé</Badge>
        </>
      )}
    </>
  )
}

export function standingOf({ disabledAt, hasPassword }: Account): Standing {
  if (disabledAt) return 'desactive'
  return hasPassword ? 'actif' : 'invite'
}

export type RoleHeld = Account['roles'][number]

export function roleName({ role, unitName }: RoleHeld): string {
  return unitName ? `${roleLabels[role]}, ${unitName}` : roleLabels[role]
}

/** « du 01/12/2026 au 31/12/2026 », « sans limite »: both days are included. */
export function datesOf({ startsOn, endsOn }: RoleHeld): string {
  if (startsOn && endsOn) return `du ${day(startsOn)} au ${day(endsOn)}`
  if (startsOn) return `depuis le ${day(startsOn)}`
  return endsOn ? `jusqu’au ${day(endsOn)}` : 'sans limite'
}
