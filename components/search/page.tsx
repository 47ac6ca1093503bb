import type { Search } from '../../src/search/search'
import { PageHead } from '../ui/page-head'
import { Found } from './found'

/** The page of the search box, for who has no scripts or wants the whole of it. */
export function SearchPage(found: Search) {
  const lead =
    found.q === null ? 'Vos derniers dossiers, et tout ce que vous pouvez ouvrir.' : `«\u202f${found.q}\u202f»`
  return (
    <>
      <PageHead title="Recherche" lead={lead} />
      <Found {...found} />
    </>
  )
}
