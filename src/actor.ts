/** Who acts, and what the roles allow. Reading this file is reading the policy (domain: roles × actions × scope). */

export const roles = ['agent', 'chef', 'gestionnaire', 'drh', 'daf', 'admin', 'auditeur', 'invite'] as const
export type Role = (typeof roles)[number]

export const actions = [
  'dashboard.read',
  'personnel.list',
  'personnel.read',
  'personnel.write',
  'personnel.export',
  // fields of a file that not every reader may see
  'field.identity',
  'field.private',
  'field.salary',
  'field.health',
  'evaluations.read',
  'leave.recount',
  'activities.read',
  'accounts.read',
  'ops.read',
  'mail.read',
  'mail.write',
] as const
export type Action = (typeof actions)[number]

/** How far a right reaches: one's own file, a unit and below, the fictitious files only, or every file. */
export type Scope = 'self' | 'unit' | 'fictitious' | 'all'

const everything = {
  'personnel.list': 'all',
  'personnel.read': 'all',
  'personnel.export': 'all',
  'dashboard.read': 'all',
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
  },
  gestionnaire: {
    ...everything,
    ...everyField,
    'personnel.write': 'all',
    'evaluations.read': 'all',
    'activities.read': 'all',
  },
  drh: {
    ...everything,
    ...everyField,
    'personnel.write': 'all',
    'evaluations.read': 'all',
    'leave.recount': 'all',
    'activities.read': 'all',
  },
  daf: { ...everything, 'field.salary': 'all' },
  // keeps the house, does not read the files (separation of duties)
  admin: { 'accounts.read': 'all', 'ops.read': 'all', 'mail.read': 'all', 'mail.write': 'all' },
  auditeur: {
    ...everything,
    ...everyField,
    'evaluations.read': 'all',
    'activities.read': 'all',
    'accounts.read': 'all',
  },
  invite: { 'dashboard.read': 'fictitious', 'personnel.list': 'fictitious', 'personnel.read': 'fictitious' },
}

/** A role as held: a chief's comes with the unit. */
export type Held = { role: Role; unitId: number | null }

/** Where an act comes from, for its line in the journal. */
export type Origin = { address: string | null; cfRay: string | null; requestId: string | null }

export type User = {
  kind: 'user'
  id: string
  name: string
  email: string
  personId: string | null
  held: Held[]
  sessionId: string
  origin: Origin
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
    if (scope === 'all') return [{ scope: 'all' }]
    if (scope === 'fictitious') found.push({ scope })
    if (scope === 'unit' && unitId !== null) found.push({ scope, unitId })
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
