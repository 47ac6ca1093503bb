/** Lines of the table of `access.spec.ts`: the search box, for everybody, with what each may open. */
export const searchAccess: Record<string, string> = {
  // nobody, agent, chef, rh, drh, daf, admin, auditeur, invite
  'GET /recherche': '303 200 200 200 200 200 200 200 200',
}
