import { same } from '../support/same'

// nobody, agent, chef, rh, drh, daf, admin, auditeur, invite
const lists = '303 403 200 200 200 200 403 200 200'
// no view has that number
const nobodys = same(lists.replaceAll('200', '404'))

/** Lines of the table of `access.spec.ts`: lists of personnel kept under a name. */
export const viewAccess: Record<string, string | typeof nobodys> = {
  'GET /personnel/vues': lists,
  'POST /personnel/vues': lists.replaceAll('200', '422'),
  'GET /personnel/vues/nouvelle': lists,
  'GET /personnel/vues/:id': nobodys,
  'PUT /personnel/vues/:id': nobodys,
  'DELETE /personnel/vues/:id': nobodys,
  'DELETE /personnel/vues/:id/partage': same('303 403 403 403 404 403 403 403 403'),
  'PUT /personnel/vues/:id/defaut': nobodys,
  // the whole is what the menu opens already
  'DELETE /personnel/vues/defaut': lists.replaceAll('200', '303'),
}
