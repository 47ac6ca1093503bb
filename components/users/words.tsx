import { accountStandings } from '../../src/lib/account-standings'
import { day } from '../../src/lib/french'
import { roleLabels } from '../../src/lib/role-labels'
import type { Account } from '../../src/users/account'
import type { AccountRow } from '../../src/users/list'
import { Badge } from '../ui/badge'

export type Standing = AccountRow['standing']

const tones: Record<Standing, 'good' | 'attention' | 'loss'> = {
  actif: 'good',
  invite: 'attention',
  desactive: 'loss',
}

export function StandingBadge({ standing, locked }: { standing: Standing; locked: boolean }) {
  return (
    <>
      <Badge tone={tones[standing]}>{accountStandings[standing]}</Badge>
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
