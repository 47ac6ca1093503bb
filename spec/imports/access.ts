import { same } from '../support/same'

// nobody, agent, chef, rh, drh, daf, admin, auditeur, invite
const keepers = '303 403 403 200 200 403 403 403 403'
// nobody has one
const nobodys = same(keepers.replaceAll('200', '404'))

/** Lines of the table of `access.spec.ts`: files of people brought in. */
export const importAccess = {
  'GET /personnel/imports': keepers,
  // sent as a form without a file
  'POST /personnel/imports': keepers.replaceAll('200', '415'),
  'GET /personnel/imports/modele.csv': keepers,
  'GET /personnel/imports/modele.xlsx': keepers,
  'GET /personnel/imports/:id': nobodys,
  'DELETE /personnel/imports/:id': nobodys,
  'GET /personnel/imports/:id/colonnes': nobodys,
  'PUT /personnel/imports/:id/colonnes': nobodys,
  'PUT /personnel/imports/:id/lecture': nobodys,
  'GET /personnel/imports/:id/messages': nobodys,
  'PUT /personnel/imports/:id/application': nobodys,
  'DELETE /personnel/imports/:id/application': nobodys,
  'DELETE /personnel/imports/:id/travail': nobodys,
}
