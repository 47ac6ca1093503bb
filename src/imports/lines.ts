import { z } from 'zod'
import type { User } from '../actor'
import { choice, optional } from '../lib/form'
import { paged, readFrom, unreadablePage } from '../lib/pages'
import { missing } from '../lib/problems'
import { fields } from './fields'
import { findImport } from './imports'
import * as queries from './lines-queries'

const perPage = 50
const mark = z.string().regex(/^\d{1,7}(_-?\d{1,3}_[a-zA-Z]{2,20})?$/, unreadablePage)

/** Without a list, the errors; `champ`: of that field alone. */
export const linesQuery = z.strictObject({
  lignes: optional(choice(['creer', 'modifier', 'inchangees', 'gardees'])),
  champ: optional(choice(fields)),
  apres: optional(mark),
  avant: optional(mark),
  fin: optional(choice(['1'])),
})
export type LinesInput = z.output<typeof linesQuery>

const which = { creer: 'create', modifier: 'update', inchangees: 'same', gardees: 'kept' } as const

/** One page of the errors of an import, in the order of the file, with how many each field has. */
export async function listErrors(actor: User, id: string, asked: LinesInput) {
  const from = readFrom(asked)
  await kept(actor, id)
  const [read, total, faulty] = await Promise.all([
    queries.listErrors(id, asked.champ, { from, mark: asked.apres ?? asked.avant, limit: perPage + 1 }),
    queries.countErrors(id, asked.champ),
    queries.listFaulty(id),
  ])
  const markOf = ({ line, place, field }: queries.ErrorLine) => `${line}_${place}_${field}`
  const { rows, ...pages } = paged(read, { from, limit: perPage }, markOf)
  return { rows, total, faulty, pages }
}

/** One page of the lines that come to the same, in the order of the file. */
export async function listPeople(actor: User, id: string, asked: LinesInput & { lignes: keyof typeof which }) {
  const from = readFrom(asked)
  await kept(actor, id)
  const [read, total] = await Promise.all([
    queries.listPeople(id, which[asked.lignes], { from, mark: asked.apres ?? asked.avant, limit: perPage + 1 }),
    queries.countPeople(id, which[asked.lignes]),
  ])
  const { rows, ...pages } = paged(read, { from, limit: perPage }, ({ line }) => String(line))
  return { rows, total, pages }
}

async function kept(actor: User, id: string): Promise<void> {
  const { file } = await findImport(actor, id)
  if (file === null) throw missing('Le détail de cet import n’est plus conservé.')
}
