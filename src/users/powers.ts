import { type Action, actions, type Held, policy, type Role, reaches, roles, type Scope, type User } from '../actor'

/** What one action is to everybody by their own file, and to each role. */
export type Power = { action: Action; own: boolean; byRole: Partial<Record<Role, Scope>> }

/** The policy itself, action by action, as the program asks it: a table of it cannot say anything else. */
export function powers(): Power[] {
  return actions.map((action) => ({
    action,
    own: reaches(holding([]), action).some(({ scope }) => scope === 'self'),
    byRole: Object.fromEntries(roles.flatMap((role) => (policy[role][action] ? [[role, policy[role][action]]] : []))),
  }))
}

function holding(held: Held[]): User {
  return {
    kind: 'user',
    ...{ id: '', name: '', email: '', sessionId: '', provedAt: 0, secondFactor: false, enrolBy: null, preferences: {} },
    personId: 'own',
    held,
    origin: { address: null, cfRay: null, requestId: null },
  }
}
