import { same } from '../support/same'

// nobody, agent, chef, rh, drh, daf, admin, auditeur, invite
const writes = '303 403 403 200 200 403 403 403 403'

const lists = '303 403 200 200 200 200 403 200 200'

/** Lines of the table of `access.spec.ts`: careers. Anybody's file is written by those who keep the files. */
export const careerAccess = {
  'GET /carriere': lists.replaceAll('200', '303'),
  'GET /carriere/avancements': writes,
  'GET /carriere/retraites': lists,
  'GET /carriere/masse': writes,
  'POST /carriere/masse': writes.replaceAll('200', '422'),
  // nobody's decision
  'GET /carriere/masse/:id': same(writes.replaceAll('200', '404')),
  'POST /carriere/masse/:id/application': same(writes.replaceAll('200', '404')),
  'GET /carriere/masse/:id/annulation': same(writes.replaceAll('200', '404')),
  'POST /carriere/masse/:id/annulation': same(writes.replaceAll('200', '404')),
  'GET /personnel/:id/carriere/nouveau': same(writes),
  // not a form with a file
  'POST /personnel/:id/carriere': same(writes.replaceAll('200', '415')),
  // no act has that id
  'GET /personnel/:id/carriere/:act/correction': same(writes.replaceAll('200', '404')),
  'PUT /personnel/:id/carriere/:act/correction': same(writes.replaceAll('200', '404')),
  'GET /personnel/:id/carriere/:act/annulation': same(writes.replaceAll('200', '404')),
  'PUT /personnel/:id/carriere/:act/annulation': same(writes.replaceAll('200', '404')),
}
