import { type Actor, can } from '../actor'
import { listUnitsWithin, type UnitInTree } from '../organisation/organisation'
import { type Chosen, findChosen, listQuery } from '../personnel/personnel'

/** As many as one decision of the career names. */
const mostAtOnce = 1_000

/** How many of them are shown. */
const shown = 50

export type Selection = {
  rows: Chosen[]
  total: number
  /** What one decision about all of them takes; null for who writes no file, or when they are too many. */
  decision: { matricules: string[]; units: UnitInTree[] } | null
  tooMany: boolean
}

/** What an address asks for, as one of the list says it, and whether anybody is chosen by it. */
export type Asked = { query: string; named: boolean }

/**
 * People are ticked (`choix`), or all of a search are meant, and then it says so (`tout`): the form sends nothing when nobody is
 * ticked, which in an address of the list would be everybody. Null for an address that cannot be read.
 */
export function askedBy(address: URLSearchParams): Asked | null {
  const all = address.getAll('tout').join()
  const query = listQuery(new URLSearchParams([...address].filter(([name]) => name !== 'tout')).toString())
  if (query === null || !['', '1'].includes(all)) return null
  return { query, named: all === '1' || new URLSearchParams(query).has('choix') }
}

/**
 * The list on which nobody was ticked, as what follows its path: the one the address describes, else the one the browser comes
 * from (`shown`) on its page. Nothing else is taken of an address that anybody may send.
 */
export function listBehind(query: string, shown: string | undefined, list: string): string {
  if (query !== '') return `?${query}`
  if (shown === undefined || !URL.canParse(shown)) return ''
  const { pathname, search } = new URL(shown)
  return pathname === list && listQuery(search) !== null ? search : ''
}

/** The people chosen in the list, and what can be decided of all of them at once. */
export async function chosen(actor: Actor, query: string): Promise<Selection> {
  const writes = can(actor, 'personnel.write')
  const [{ rows, total }, units] = await Promise.all([
    findChosen(actor, query, writes ? mostAtOnce : shown),
    writes ? listUnitsWithin(actor, 'personnel.write', null) : [],
  ])
  const tooMany = writes && total > mostAtOnce
  const decision = writes && !tooMany ? { matricules: rows.map(({ matricule }) => matricule), units } : null
  return { rows: rows.slice(0, shown), total, decision, tooMany }
}
