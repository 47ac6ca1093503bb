export const mostViews = 30

/** Under which names views are shared with somebody who holds these roles. */
export function sharedWith(roles: string[]): string[] {
  return roles.some((role) => role === 'gestionnaire' || role === 'drh') ? [...roles, 'rh'] : roles
}
