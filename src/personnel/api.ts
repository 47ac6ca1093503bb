import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { Ctx, Env } from '../http/env'
import { onError } from '../http/errors'
import { actorOf, may, signedIn } from '../http/guards'
import { jsonInput, queryInput } from '../http/input'
import { knows } from '../http/known'
import { sendJson } from '../http/send'
import { optional, whole } from '../lib/form'
import { path } from '../lib/paths'
import { missing } from '../lib/problems'
import { demandRight, reading } from './faults'
import { findFile } from './file-queries'
import { filterSchema } from './filter'
import { columnNames, listPeople, listSchema, type PersonRow } from './list'
import { createPerson, isOutdated, newPerson, personChanges, updatePerson } from './personnel'
import { shownIn } from './reading'
import { personId } from './rules'
import { visible } from './visible'

/** The same conditions as the list's address, read forwards. */
const { tri, sens, apres } = listSchema.shape
const listQuery = filterSchema.safeExtend({ tri, sens, apres, limite: optional(whole(1, 100)) })

/** Personnel as JSON (RFC 8259); refusals are problem documents (RFC 9457). */
export const personnelApi = new Hono<Env>()
  .get('/', signedIn(), may('personnel.list'), async (c) => {
    const { limite, ...asked } = queryInput(c, listQuery)
    const { rows, next, total } = await listPeople(
      actorOf(c),
      { ...asked, avant: null, fin: null, colonnes: columnNames },
      limite ?? 50,
    )
    return sendJson(c, { data: rows.map(shown), next: next?.apres ?? null, total })
  })
  .post('/', signedIn(), may('personnel.write'), jsonInput(reading(newPerson)), async (c) => {
    const saved = await createPerson(actorOf(c), await demandRight(actorOf(c), c.req.valid('json')), null)
    c.header('Location', path(`/api/v1/personnel/${saved.id}`))
    c.header('ETag', tagOf(saved.version))
    c.status(201)
    return sendJson(c, saved)
  })
  .get('/:id', signedIn(), may('personnel.read'), async (c) => {
    const file = await findFile(actorOf(c), personId(c.req.param('id')))
    if (!file) throw missing()
    c.header('ETag', tagOf(file.version))
    if (knows(c.req.header('if-none-match'), tagOf(file.version))) return c.body(null, 304)
    return sendJson(c, visible(shownIn(c.env.outgoing, actorOf(c), file)))
  })
  .patch('/:id', signedIn(), may('personnel.write'), jsonInput(reading(personChanges)), async (c) => {
    const id = personId(c.req.param('id'))
    const input = await demandRight(actorOf(c), c.req.valid('json'), id)
    const saved = await updatePerson(actorOf(c), id, versionAsked(c), input)
    c.header('ETag', tagOf(saved.version))
    return sendJson(c, saved)
  })

// what a form calls a conflict, HTTP calls a failed precondition when it was stated in a header (RFC 9110 §15.5.13)
personnelApi.onError((error, c) =>
  onError(isOutdated(error) ? new HTTPException(412, { message: error.message }) : error, c),
)

function tagOf(version: number): string {
  return `"${version}"`
}

const sayVersion =
  'Indiquez dans If-Match la version que vous modifiez, telle que l’ETag du dossier la donne\u202f: "1", par exemple.'

/**
 * The version in `If-Match`, which a change must state. Cloudflare marks the tags of what it compresses as weak. One version and no
 * other: `*` holds whatever the file has become (RFC 9110 §13.1.1), which is what stating a version is to prevent. It has not failed,
 * as 412 would say, no more than what is no version of a file has: the precondition that is required is not there (RFC 6585 §3).
 */
function versionAsked(c: Ctx): number {
  const stated = c.req.header('if-match')?.trim() ?? ''
  const version = /^(?:W\/)?"(\d{1,9})"$/.exec(stated)?.[1]
  if (version !== undefined) return Number(version)
  const why = stated === '*' ? '«\u202f*\u202f» accepterait n’importe quelle version. ' : ''
  throw new HTTPException(428, { message: why + sayVersion })
}

function shown({ nameKey: _key, sortValue: _value, photo: _photo, ...row }: PersonRow) {
  return row
}
