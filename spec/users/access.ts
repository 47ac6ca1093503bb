import { same } from '../support/same'

// nobody, agent, chef, rh, drh, daf, admin, auditeur, invite
const keeper = '303 403 403 403 403 403 200 403 403'
const house = '303 403 403 403 403 403 200 200 403'

/** Lines of the table of `access.spec.ts`: accounts and roles. */
export const usersAccess = {
  'GET /utilisateurs': house,
  'POST /utilisateurs': '303 403 403 403 422 403 422 403 403',
  'GET /utilisateurs/nouveau': '303 403 403 403 200 403 200 403 403',
  'GET /utilisateurs/pouvoirs': house,
  // nobody's account
  'GET /utilisateurs/:id': same(house.replaceAll('200', '404')),
  'POST /utilisateurs/:id/invitations': same('303 403 403 403 404 403 404 403 403'),
  'GET /utilisateurs/:id/desactivation': same(keeper.replace('200', '404')),
  'PUT /utilisateurs/:id/desactivation': same(keeper.replace('200', '404')),
  'DELETE /utilisateurs/:id/desactivation': same(keeper.replace('200', '404')),
  'GET /utilisateurs/:id/second-facteur': same(keeper.replace('200', '404')),
  'DELETE /utilisateurs/:id/second-facteur': same(keeper.replace('200', '404')),
  'DELETE /utilisateurs/:id/blocage': same(keeper.replace('200', '404')),
  'DELETE /utilisateurs/:id/sessions': same(keeper.replace('200', '404')),
  'GET /utilisateurs/:id/roles/nouveau': same(keeper.replace('200', '404')),
  'POST /utilisateurs/:id/roles': same(keeper.replace('200', '404')),
  'GET /utilisateurs/:id/roles/:role': same(keeper.replace('200', '404')),
  'PUT /utilisateurs/:id/roles/:role': same(keeper.replace('200', '404')),
  'GET /utilisateurs/:id/roles/:role/retrait': same(keeper.replace('200', '404')),
  'DELETE /utilisateurs/:id/roles/:role': same(keeper.replace('200', '404')),
}
