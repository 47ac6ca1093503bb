import type { Fragment } from 'postgres'
import type { Actor } from '../actor'
import { visibleTo } from './scope'
import { sql } from './sql'

/** Whose file (alias `p`) lacks something. Of a field that may not be read, whether it is missing may not be asked either. */
export function incomplete(actor: Actor): Fragment {
  return sql`(
    p.national_id is null and ${visibleTo(actor, 'field.identity')} or p.birth_place is null and ${visibleTo(actor, 'field.private')})`
}
