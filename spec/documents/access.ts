import { same } from '../support/same'

// nobody, agent, chef, rh, drh, daf, admin, auditeur, invite
const keepers = '303 403 403 200 200 403 403 403 403'
// nobody has one
const nobodys = same('303 404 404 404 404 404 403 404 404')

/** Lines of the table of `access.spec.ts`: papers and photos. */
export const documentAccess = {
  'GET /personnel/:id/documents/nouveau': same(keepers),
  // sent as a form without a file
  'POST /personnel/:id/documents': same(keepers.replaceAll('200', '415')),
  'GET /personnel/:id/photo': nobodys,
  'GET /personnel/:id/photo/modification': same(keepers),
  'POST /personnel/:id/photo': same(keepers.replaceAll('200', '415')),
  'DELETE /personnel/:id/photo': same(keepers.replaceAll('200', '303')),
  'GET /documents': '303 403 200 200 200 200 403 200 200',
  'GET /documents/:id': nobodys,
  'GET /documents/:id/apercu': nobodys,
  'GET /documents/:id/fiche': nobodys,
  'GET /documents/:id/versions/nouvelle': same(keepers.replaceAll('200', '404')),
  'POST /documents/:id/versions': same(keepers.replaceAll('200', '404')),
  'DELETE /documents/:id': same(keepers.replaceAll('200', '404')),
}
