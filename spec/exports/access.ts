import { same } from '../support/same'

/** Lines of the table of `access.spec.ts`: what is taken away. Which list is whose is in `lists.spec.ts`. */
export const exportAccess: Record<string, string | ReturnType<typeof same>> = {
  // no list is named so
  'GET /exports/listes/:list/:form': '303 404 404 404 404 404 404 404 404',
  // none is named
  'GET /exports/nouveau': '303 422 422 422 422 422 422 422 422',
  'POST /exports': '303 422 422 422 422 422 422 422 422',
  // nobody's export
  'GET /exports/:id': same('303 404 404 404 404 404 404 404 404'),
  'GET /exports/:id/fichier': same('303 404 404 404 404 404 404 404 404'),
  'POST /exports/:id/annulation': same('303 404 404 404 404 404 404 404 404'),
}
