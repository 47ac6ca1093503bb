import { Hono } from 'hono'
import { PhotoForm } from '../../components/documents/photo'
import { DocumentForm } from '../../components/documents/upload'
import type { Ctx, Env } from '../http/env'
import { announce } from '../http/flash'
import { actorOf, may, signedIn } from '../http/guards'
import { checked, formInput, queryInput } from '../http/input'
import { type Again, refill } from '../http/refill'
import { render } from '../http/render'
import { withSent } from '../http/sent-form'
import { uploaded } from '../http/upload'
import { path } from '../lib/paths'
import { missing } from '../lib/problems'
import {
  addDocument,
  documentForm,
  fileKept,
  findDocument,
  findKeptBy,
  listTypes,
  noFields,
  shelf,
  typeQuery,
  uploadLimitBytes,
} from './documents'
import { findFace, hasPhoto, photoForm, removeFace, sizeQuery, wearFace } from './photos'
import { rowId } from './rules'

const current = 'personnel'

/** The papers and the face of one person, below the address of their file. */
export const personDocuments = new Hono<Env>()
  .get('/:id/documents/nouveau', signedIn(), may('personnel.write'), (c) => addPage(c))
  .post('/:id/documents', signedIn(), may('personnel.write'), refill(addPage), async (c) => {
    const { id } = await personOf(c)
    const actor = actorOf(c)
    const sent = { schema: documentForm, limitBytes: uploadLimitBytes(), shelf: shelf(actor) }
    const added = await withSent(c, 'document', sent, (form, file) => addDocument(actor, id, form, file))
    const { state } = (await findDocument(actor, added)) ?? {}
    announce(c, state === 'quarantaine' ? 'document-quarantaine' : 'document-ajoute')
    return c.redirect(path(`/personnel/${id}?onglet=documents`), 303)
  })
  .get('/:id/photo', signedIn(), may('personnel.read'), async (c) => {
    const { taille, version } = queryInput(c, sizeQuery)
    const jpeg = await findFace(actorOf(c), rowId(c.req.param('id')), taille === '64' ? 64 : 256)
    c.header('Content-Type', 'image/jpeg')
    // signing out empties the cache of the browser (Clear-Site-Data)
    if (version) c.header('Cache-Control', 'private, max-age=86400')
    return c.body(new Uint8Array(jpeg))
  })
  .get('/:id/photo/modification', signedIn(), may('personnel.write'), (c) => photoPage(c))
  .post('/:id/photo', signedIn(), may('personnel.write'), refill(photoPage), async (c) => {
    const { id } = await personOf(c)
    const { file, typed } = await uploaded(c, 'photo', { limitBytes: uploadLimitBytes() })
    await wearFace(actorOf(c), id, checked(photoForm, typed), file)
    announce(c, 'photo-changee')
    return c.redirect(path(`/personnel/${id}`), 303)
  })
  .delete('/:id/photo', signedIn(), may('personnel.write'), async (c) => {
    const { id } = await personOf(c)
    await formInput(c, noFields)
    await removeFace(actorOf(c), id)
    announce(c, 'photo-retiree')
    return c.redirect(path(`/personnel/${id}`), 303)
  })

async function addPage(c: Ctx, again?: Again): Promise<Response> {
  const person = await personOf(c)
  const asked = again ? null : queryInput(c, typeQuery).type
  const refused = again && { errors: again.errors, refusal: again.problem.message }
  const typed = again?.typed ?? { type: asked ?? '' }
  const limitMb = uploadLimitBytes() / 1_048_576
  const [known, kept] = await Promise.all([listTypes(), fileKept(actorOf(c), typed.kept)])
  const types = known.filter(({ retired }) => !retired)
  const form = <DocumentForm {...{ person, types, limitMb, typed, kept }} {...refused} />
  return render(c, { title: `Ajouter un document, ${person.name}`, current }, form)
}

async function photoPage(c: Ctx, again?: Again): Promise<Response> {
  const person = await personOf(c)
  const refused = again && { errors: again.errors, refusal: again.problem.message }
  const limitMb = uploadLimitBytes() / 1_048_576
  const has = await hasPhoto(person.id)
  const form = <PhotoForm {...{ person, has, limitMb }} crop={again?.typed.crop} {...refused} />
  return render(c, { title: `Photo, ${person.name}`, current }, form)
}

async function personOf(c: Ctx) {
  const found = await findKeptBy(actorOf(c), rowId(c.req.param('id')))
  if (!found) throw missing()
  return found
}
