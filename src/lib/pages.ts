/** Where another page of a list begins, as parameters of its address. */
export type Place = { apres?: string; avant?: string; fin?: '1' }

/** Said of a mark that marks no row: it was typed, cut, or is of another list. */
export const unreadablePage = 'Ce lien de page n’est plus lisible. Revenez au début de la liste.'

/** Null where one is already, or where there is nothing. */
export type Pages = Record<'first' | 'previous' | 'next' | 'last', Place | null>

/** Where a page was read from: an end of the list, or the mark of the row next to it. */
export type From = 'start' | 'end' | 'after' | 'before'

/** As the address of a list says it. */
export function readFrom({ apres, avant, fin }: Record<'apres' | 'avant' | 'fin', string | null>): From {
  if (fin !== null) return 'end'
  if (avant !== null) return 'before'
  return apres === null ? 'start' : 'after'
}

export function isBackwards(from: From): boolean {
  return from === 'end' || from === 'before'
}

/**
 * One page of what was read, and where the pages around begin. `read`: in the order of the list, one row more than is shown when
 * it goes on. `markOf`: what a row is found again by.
 */
export function paged<Row>(
  read: Row[],
  { from, limit }: { from: From; limit: number },
  markOf: (row: Row) => string,
): { rows: Row[] } & Pages {
  const more = read.length > limit
  const backwards = isBackwards(from)
  const rows = backwards ? read.slice(-limit) : read.slice(0, limit)
  const [top, end] = [rows[0], rows.at(-1)]
  const before = backwards ? more : from === 'after'
  const after = backwards ? from !== 'end' : more
  return {
    rows,
    first: before ? {} : null,
    previous: before && top ? { avant: markOf(top) } : null,
    next: after && end ? { apres: markOf(end) } : null,
    last: after ? { fin: '1' } : null,
  }
}
