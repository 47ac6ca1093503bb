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
import { findFile } from './file-queries'
import { columnNames, listPeople, listSchema, type PersonRow } from './list'
import { createPerson, isOutdated, newPerson, personChanges, updatePerson } from './personnel'
import { shownIn } from './reading'
import { personId } from './rules'
import { visible } from './visible'

/** The same conditions as the list's address, read forwards. */
const listQuery = listSchema
  .omit({ avant: true, fin: true, colonnes: true })
  .extend({ limite: optional(whole(1, 100)) })

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
  .post('/', signedIn(), may('personnel.write'), jsonInput(newPerson), async (c) => {
    const saved = await createPerson(actorOf(c), c.req.valid('json'), null)
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
  .patch('/:id', signedIn(), may('personnel.write'), jsonInput(personChanges), async (c) => {
    const saved = await updatePerson(actorOf(c), personId(c.req.param('id')), versionAsked(c), c.req.valid('json'))
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

/** The version in `If-Match`, which a change must state (RFC 6585 §3). Cloudflare marks the tags of what it compresses as weak. */
function versionAsked(c: Ctx): number {
  const stated = c.req.header('if-match')
  if (stated === undefined)
    throw new HTTPException(428, { message: 'Indiquez dans If-Match la version que vous modifiez.' })
  return Number(/^(?:W\/)?"(\d{1,9})"$/.exec(stated.trim())?.[1] ?? 0)
}

function shown({ nameKey: _key, sortValue: _value, photo: _photo, ...row }: PersonRow) {
  return row
}
