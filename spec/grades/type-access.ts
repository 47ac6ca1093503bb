// nobody, agent, chef, rh, drh, daf, admin, auditeur, invite
const decides = '303 403 403 403 200 403 200 403 403'

/** Lines of the table of `access.spec.ts`: grades and kinds of paper. */
export const typeAccess: Record<string, string> = {
  'GET /referentiels/grades/nouveau': decides,
  'POST /referentiels/grades': decides.replaceAll('200', '422'),
  // no grade has that code
  'GET /referentiels/grades/:code': '303 403 403 404 404 403 404 404 403',
  'PUT /referentiels/grades/:code/fermeture': decides.replaceAll('200', '404'),
  'DELETE /referentiels/grades/:code/fermeture': decides.replaceAll('200', '404'),
  'GET /referentiels/documents': '303 403 403 200 200 403 200 200 403',
  'GET /referentiels/documents/nouveau': decides,
  'POST /referentiels/documents': decides.replaceAll('200', '422'),
  // no kind has that code
  'GET /referentiels/documents/:code': decides.replaceAll('200', '404'),
  'PUT /referentiels/documents/:code': decides.replaceAll('200', '404'),
  'DELETE /referentiels/documents/:code': decides.replaceAll('200', '404'),
  'PUT /referentiels/documents/:code/retrait': decides.replaceAll('200', '404'),
  'DELETE /referentiels/documents/:code/retrait': decides.replaceAll('200', '404'),
}
