import { typeAccess } from '../grades/type-access'

// nobody, agent, chef, rh, drh, daf, admin, auditeur, invite
const chart = '303 403 200 200 200 200 200 200 200'
const decides = '303 403 403 403 200 403 200 403 403'

/** Lines of the table of `access.spec.ts`: units and referentials. */
export const organisationAccess: Record<string, string> = {
  ...typeAccess,
  'GET /organisation': chart,
  'GET /organisation/organigramme': chart,
  'GET /organisation/postes-vacants': chart,
  'GET /organisation/unites/nouvelle': decides,
  'POST /organisation/unites': decides.replaceAll('200', '422'),
  // no unit has that code
  'GET /organisation/unites/:code': chart.replaceAll('200', '404'),
  'PUT /organisation/unites/:code': decides.replaceAll('200', '404'),
  'DELETE /organisation/unites/:code': decides.replaceAll('200', '404'),
  'GET /organisation/unites/:code/modification': decides.replaceAll('200', '404'),
  'GET /organisation/unites/:code/chef': decides.replaceAll('200', '404'),
  'PUT /organisation/unites/:code/chef': decides.replaceAll('200', '404'),
  'DELETE /organisation/unites/:code/fin': decides.replaceAll('200', '404'),
  'DELETE /organisation/unites/:code/chef': decides.replaceAll('200', '404'),
  'GET /organisation/unites/:code/deplacement': decides.replaceAll('200', '404'),
  'PUT /organisation/unites/:code/deplacement': decides.replaceAll('200', '404'),
  'GET /organisation/unites/:code/fusion': decides.replaceAll('200', '404'),
  'PUT /organisation/unites/:code/fusion': decides.replaceAll('200', '404'),
  'GET /organisation/unites/:code/fermeture': decides.replaceAll('200', '404'),
  'PUT /organisation/unites/:code/fermeture': decides.replaceAll('200', '404'),
  'DELETE /organisation/unites/:code/fermeture': decides.replaceAll('200', '404'),
  'GET /referentiels': '303 403 403 200 200 403 200 200 403',
  // no such referential
  'GET /referentiels/:table/:key': '303 403 403 404 404 403 404 404 403',
  'POST /referentiels/:table/:key': decides.replaceAll('200', '404'),
  'DELETE /referentiels/:table/:key/:from': decides.replaceAll('200', '404'),
}
