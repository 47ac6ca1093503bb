import type { Actor } from '../actor'
import { isoToday } from '../lib/today'
import type { ListInput } from './list'
import { countPeople } from './list-queries'

export { columnsOf, countPresent, everyone, listSchema } from './list'

/** How many people are in the list at this moment, whatever the cache has. */
export function sizeOf(actor: Actor, input: ListInput): Promise<number> {
  return countPeople(actor, input, isoToday())
}
