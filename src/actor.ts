import { z } from 'zod'

/** Who acts, and what the roles allow. Reading this file is reading the policy (domain: roles × actions × scope). */

export const roles = ['agent', 'chef', 'gestionnaire', 'drh', 'daf', 'admin', 'auditeur', 'invite'] as const
export type Role = (typeof roles)[number]

export const actions = [
  'dashboard.read',
  'personnel.list',
  'personnel.read',
  'personnel.write',
  'personnel.export',
  'personnel.import',
  // fields of a file that not every reader may see
  'field.identity',
  'field.private',
  'field.salary',
  'field.health',
  'evaluations.read',
  'activities.read',
  'corrections.decide',
  'acts.read',
  'acts.produce',
  // the chart of the units is everybody's who may list people somewhere
  'organisation.read',
  // the house itself: rows that are nobody's file
  'accounts.read',
  'accounts.create',
  'accounts.write',
  'settings.read',
  'settings.write',
  'leave.recount',
  'organisation.write',
  'referentials.read',
  'referentials.write',
  'acts.templates',
  'views.withdraw',
  'ops.read',
  'mail.read',
  'mail.write',
] as const
export type Action = (typeof actions)[number]

/** These are about the whole house: a role held over a unit does not give them. */
const ofTheHouse: ReadonlySet<Action> = new Set(actions.slice(actions.indexOf('accounts.read')))

/** How far a right reaches: one's own file, a unit and below, the fictitious files only, or every file. */
export type Scope = 'self' | 'unit' | 'fictitious' | 'all'

const everything = {
  'personnel.list': 'all',
  'personnel.read': 'all',
  'personnel.export': 'all',
  'dashboard.read': 'all',
  'organisation.read': 'all',
} as const
const everyField = {
  'field.identity': 'all',
  'field.private': 'all',
  'field.salary': 'all',
  'field.health': 'all',
} as const
const ownFile = {
  'personnel.read': 'self',
  'field.identity': 'self',
  'field.private': 'self',
  'field.salary': 'self',
  'field.health': 'self',
  'evaluations.read': 'self',
  'activities.read': 'self',
  'acts.read': 'self',
} as const

/** Everyone reads their own file; the rest is what the role adds. What is not here is refused. */
export const policy: Record<Role, Partial<Record<Action, Scope>>> = {
  agent: {},
  // the people of the unit and below, without identity papers, private life, salary or health
  chef: {
    'dashboard.read': 'unit',
    'personnel.list': 'unit',
    'personnel.read': 'unit',
    'personnel.export': 'unit',
    'evaluations.read': 'unit',
    'organisation.read': 'unit',
  },
  gestionnaire: {
    ...everything,
    ...everyField,
    'personnel.write': 'all',
    'personnel.import': 'all',
    'evaluations.read': 'all',
    'activities.read': 'all',
    'corrections.decide': 'all',
    'acts.read': 'all',
    'acts.produce': 'all',
    'referentials.read': 'all',
  },
  drh: {
    ...everything,
    ...everyField,
    'personnel.write': 'all',
    'personnel.import': 'all',
    'evaluations.read': 'all',
    'leave.recount': 'all',
    'organisation.write': 'all',
    'referentials.read': 'all',
    'referentials.write': 'all',
    'activities.read': 'all',
    'corrections.decide': 'all',
    'acts.read': 'all',
    'acts.produce': 'all',
    'acts.templates': 'all',
    // what is shared is the house's, and outlives whoever shared it
    'views.withdraw': 'all',
    // opens an account for a person's file; what it may do then is for the administrator
    'accounts.create': 'all',
  },
  daf: { ...everything, 'field.salary': 'all' },
  // keeps the house, does not read the files (separation of duties)
  admin: {
    'accounts.read': 'all',
    'accounts.create': 'all',
    'accounts.write': 'all',
    'settings.read': 'all',
    'settings.write': 'all',
    'organisation.read': 'all',
    'organisation.write': 'all',
    'referentials.read': 'all',
    'referentials.write': 'all',
    'ops.read': 'all',
    'mail.read': 'all',
    'mail.write': 'all',
  },
  auditeur: {
    ...everything,
    ...everyField,
    'evaluations.read': 'all',
    'activities.read': 'all',
    'acts.read': 'all',
    'accounts.read': 'all',
    'settings.read': 'all',
    'referentials.read': 'all',
  },
  invite: {
    'dashboard.read': 'fictitious',
    'personnel.list': 'fictitious',
    'personnel.read': 'fictitious',
    'organisation.read': 'fictitious',
  },
}

/** Whoever holds one of these shows a second factor at sign-in (domain.md, accounts). */
export const privileged: ReadonlySet<Role> = new Set<Role>(['admin', 'drh', 'daf'])

/** A role as held: over a unit and below (always, for a chief) or the whole house; between two days, both included. */
export type Held = { role: Role; unitId: number | null; startsOn?: string | null; endsOn?: string | null }

/** Those of them that are held that day. */
export function heldOn<H extends Held>(day: string, held: H[]): H[] {
  return held.filter(({ startsOn, endsOn }) => (!startsOn || startsOn <= day) && (!endsOn || day <= endsOn))
}

/** Where an act comes from, for its line in the journal. */
export const originSchema = z.strictObject({
  address: z.string().nullable(),
  cfRay: z.string().nullable(),
  requestId: z.string().nullable(),
})
export type Origin = z.output<typeof originSchema>

export type User = {
  kind: 'user'
  id: string
  name: string
  email: string
  personId: string | null
  held: Held[]
  sessionId: string
  /** When they last showed who they are, in ms. */
  provedAt: number
  secondFactor: boolean
  /** When a second factor that the roles demand must be there at last, in ms; null when there is one, or none is needed. */
  enrolBy: number | null
  preferences: Preferences
  origin: Origin
}

/** How the pages look to somebody; what is not said is as the browser wishes. `list`: what the menu asks the list of
 * personnel for. */
export type Preferences = { theme?: 'light' | 'dark'; density?: 'compact'; formats?: 'iso'; list?: string }

/** Whether their roles demand a second factor that should be there by now. */
export function mustEnrol({ enrolBy }: User): boolean {
  return enrolBy !== null && enrolBy <= Date.now()
}

/** The program itself: the worker, the command line, the first start. */
export type System = { kind: 'system'; name: string; origin: Origin }

/** `name` is what the journal shows. Nobody asked for it from anywhere. */
export function system(name: string): System {
  return { kind: 'system', name, origin: { address: null, cfRay: null, requestId: null } }
}

export type Actor = User | System

/** One reach of a right, ready to become a condition of a query (`db/scope.ts`). */
export type Reach =
  | { scope: 'self'; personId: string }
  | { scope: 'unit'; unitId: number }
  | { scope: 'fictitious' }
  | { scope: 'all' }

/** How far the actor may do this: several roles add up; an empty list is "not at all". */
export function reaches(actor: Actor, action: Action): Reach[] {
  if (actor.kind === 'system') return [{ scope: 'all' }]
  const own = (ownFile as Partial<Record<Action, Scope>>)[action]
  const found: Reach[] = own && actor.personId ? [{ scope: 'self', personId: actor.personId }] : []
  for (const { role, unitId } of actor.held) {
    const scope = policy[role][action]
    if (scope === 'fictitious') found.push({ scope })
    if (scope === 'all' && unitId === null) return [{ scope }]
    if ((scope === 'all' || scope === 'unit') && unitId !== null && !ofTheHouse.has(action))
      found.push({ scope: 'unit', unitId })
  }
  return found
}

/** Whether the actor may do this at all, whatever the row. Rows are filtered by the query. */
export function can(actor: Actor, action: Action): boolean {
  return reaches(actor, action).length > 0
}

/** Names one set of rows and fields: two actors with the same key see the same figures, so they may share a cached piece. */
export function viewKey(actor: Actor, ...of: Action[]): string {
  return of
    .map(
      (action) =>
        reaches(actor, action)
          .map((reach) => reach.scope + ('unitId' in reach ? reach.unitId : 'personId' in reach ? reach.personId : ''))
          .sort()
          .join('+') || 'none',
    )
    .join('|')
}
