import type { Role } from '../actor'
import type { FieldError } from '../lib/problems'

/** Over what a role may be held: the whole house, a unit and what is below it, or as one likes (domain.md, accounts). */
export const heldOver: Record<Role, 'house' | 'unit' | 'either'> = {
  agent: 'house',
  chef: 'unit',
  gestionnaire: 'either',
  drh: 'either',
  daf: 'either',
  admin: 'house',
  auditeur: 'either',
  invite: 'house',
}

export type Dates = { startsOn: string | null; endsOn: string | null }

/** What is wrong with a role over a unit, or over none. */
export function unitErrors(role: Role, unit: string | null): FieldError[] {
  if (heldOver[role] === 'unit' && unit === null)
    return [{ field: 'unit', message: 'Ce rôle se tient sur une unité\u202f: choisissez-la.' }]
  if (heldOver[role] === 'house' && unit !== null)
    return [{ field: 'unit', message: 'Ce rôle ne se limite pas à une unité.' }]
  return []
}

/** Nobody held, or ceased to hold, a role before it was said. `before`: the dates that stand, which may be left as they are. */
export function dateErrors({ startsOn, endsOn }: Dates, before: Dates | null, today: string): FieldError[] {
  const errors: FieldError[] = []
  if (startsOn !== null && startsOn < today && startsOn !== before?.startsOn)
    errors.push({
      field: 'startsOn',
      message: 'Cette date est passée\u202f: un rôle commence aujourd’hui au plus tôt.',
    })
  if (endsOn !== null && endsOn < today)
    errors.push({
      field: 'endsOn',
      message: 'Cette date est passée\u202f: pour y mettre fin maintenant, retirez le rôle.',
    })
  if (startsOn !== null && endsOn !== null && endsOn < startsOn && errors.length === 0)
    errors.push({ field: 'endsOn', message: 'La fin est avant le début.' })
  return errors
}

export type Standing = { disabled: boolean; hasPassword: boolean }

/** Why an account cannot be invited; nothing when it can. */
export function invitationProblem({ disabled, hasPassword }: Standing): string | undefined {
  if (disabled) return 'Ce compte est désactivé\u202f: réactivez-le d’abord.'
  if (hasPassword)
    return 'Cette personne a déjà choisi son mot de passe\u202f: elle se connecte, ou en demande un nouveau.'
  return undefined
}
