import { same } from '../support/same'

// nobody, agent, chef, rh, drh, daf, admin, auditeur, invite
const makers = '303 403 403 404 404 403 403 403 403'
const writers = '303 403 403 403 200 403 403 403 403'

/** Lines of the table of `access.spec.ts`: administrative acts. */
export const actsAccess: Record<string, string | ReturnType<typeof same>> = {
  'GET /actes': '303 200 200 200 200 200 403 200 403',
  'GET /actes/:id': same('303 404 404 404 404 404 403 404 403'),
  'DELETE /actes/:id': same(makers),
  'GET /actes/modeles': writers.replace('200', '303'),
  'GET /actes/modeles/:kind': same(writers.replace('200', '404')),
  'POST /actes/modeles/:kind': same(writers.replace('200', '404')),
  'POST /actes/modeles/:kind/apercu': same(writers.replace('200', '404')),
  'GET /actes/signataires': writers,
  'POST /actes/signataires': writers.replace('200', '422'),
  'PUT /actes/signataires/:id': same(writers.replace('200', '422')),
  'GET /personnel/:id/actes/nouveau': same('303 403 403 200 200 403 403 403 403'),
  'GET /personnel/:id/actes/apercu': same('303 403 403 200 200 403 403 403 403'),
  'POST /personnel/:id/actes': same('303 403 403 422 422 403 403 403 403'),
  // for anybody: no code is asked for, then one that there is not
  'GET /verifier': '200 200 200 200 200 200 200 200 200',
  'GET /verifier/:code': same('404 404 404 404 404 404 404 404 404'),
}
