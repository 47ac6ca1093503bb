import { Hono } from 'hono'
import { Found } from '../../components/search/found'
import { SearchPage } from '../../components/search/page'
import type { Env } from '../http/env'
import { actorOf, signedIn } from '../http/guards'
import { queryInput } from '../http/input'
import { pageUser } from '../http/page-user'
import { isPiece, render } from '../http/render'
import { send } from '../http/send'
import { path } from '../lib/paths'
import { type Search, search, searchSchema } from './search'

/** What the search box leads to: below itself while one types, else a page, or straight to the one file or act there is. */
export const searching = new Hono<Env>().get('/', signedIn(), async (c) => {
  const actor = actorOf(c)
  const { q } = queryInput(c, searchSchema)
  const found = await search(actor, q, pageUser(actor).nav)
  c.header('Vary', 'HX-Request')
  // the title of the page stays what it is
  if (isPiece(c)) return send(c, String(<Found {...found} inPalette />), 'text/html; charset=utf-8')
  const only = onlyOne(found)
  if (only) return c.redirect(path(only), 303)
  return render(c, { title: 'Recherche', search: q ?? '' }, <SearchPage {...found} />)
})

/** The act whose paper somebody holds; or the file that was meant, when it is all there is apart from what one may do with it. */
function onlyOne({ people, papers, pages, acts, wished }: Search): string | undefined {
  const [paper, ...others] = papers
  if (paper) return others.length === 0 && !people?.total ? `/actes/${paper.id}` : undefined
  const [first] = people?.rows ?? []
  if (wished || !first || people?.total !== 1 || pages.length > 0) return undefined
  const file = `/personnel/${first.id}`
  return acts.every(({ href }) => href.startsWith(path(`${file}/`))) ? file : undefined
}
