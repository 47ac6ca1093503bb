/** Lines of the table of `access.spec.ts`: people chosen in the list. */
export const selectionAccess: Record<string, string> = {
  // nobody, agent, chef, rh, drh, daf, admin, auditeur, invite
  'GET /personnel/selection': '303 403 200 200 200 200 403 200 403',
}
