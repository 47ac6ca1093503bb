import { Hono } from 'hono'
import { DocumentPage } from '../../components/documents/document'
import { EndingList } from '../../components/documents/ending'
import { VersionForm } from '../../components/documents/upload'
import { can } from '../actor'
import type { Ctx, Env } from '../http/env'
import { announce } from '../http/flash'
import { actorOf, may, signedIn } from '../http/guards'
import { formInput, queryInput } from '../http/input'
import { type Again, refill } from '../http/refill'
import { render } from '../http/render'
import { withSent } from '../http/sent-form'
import { path } from '../lib/paths'
import { missing } from '../lib/problems'
import { isoToday } from '../lib/today'
import {
  addVersion,
  fileKept,
  findDocument,
  findKeptBy,
  listTypes,
  listVersions,
  type Row,
  shelf,
  uploadLimitBytes,
  versionForm,
  withdrawalForm,
  withdrawDocument,
} from './documents'
import { listEnding, listQuery, listUnits } from './list'
import { openDocument } from './reading'
import { rowId } from './rules'
import { sendOpened } from './sent'

/** The papers of everybody: those that end, and each by itself. */
export const documents = new Hono<Env>()
  .get('/', signedIn(), may('personnel.list'), async (c) => {
    const asked = queryInput(c, listQuery)
    const actor = actorOf(c)
    const [page, types, units] = await Promise.all([listEnding(actor, asked), listTypes(), listUnits(actor)])
    const mayExport = can(actor, 'personnel.export')
    const list = (
      <EndingList {...page} asked={asked} types={types} units={units} today={isoToday()} mayExport={mayExport} />
    )
    return render(c, { title: 'Documents à renouveler', current: 'documents' }, list)
  })
  .get('/:id', signedIn(), may('personnel.read'), async (c) =>
    sendOpened(c, await openDocument(actorOf(c), documentId(c), c.req.header('range')), 'attachment'),
  )
  .get('/:id/apercu', signedIn(), may('personnel.read'), async (c) =>
    sendOpened(c, await openDocument(actorOf(c), documentId(c), c.req.header('range')), 'inline'),
  )
  .get('/:id/fiche', signedIn(), may('personnel.read'), (c) => documentPage(c))
  .get('/:id/versions/nouvelle', signedIn(), may('personnel.write'), (c) => versionPage(c))
  .post('/:id/versions', signedIn(), may('personnel.write'), refill(versionPage), async (c) => {
    const { id } = await documentOf(c)
    const actor = actorOf(c)
    const sent = { schema: versionForm, limitBytes: uploadLimitBytes(), shelf: shelf(actor) }
    const next = await withSent(c, 'document', sent, (form, file) => addVersion(actor, id, form, file))
    announce(c, 'document-ajoute')
    return c.redirect(path(`/documents/${next}/fiche`), 303)
  })
  .delete('/:id', signedIn(), may('personnel.write'), refill(documentPage), async (c) => {
    const person = await withdrawDocument(actorOf(c), documentId(c), await formInput(c, withdrawalForm))
    announce(c, 'document-retire')
    return c.redirect(path(`/personnel/${person}?onglet=documents`), 303)
  })

async function documentPage(c: Ctx, again?: Again): Promise<Response> {
  const document = await documentOf(c)
  const actor = actorOf(c)
  const [versions, person] = await Promise.all([
    listVersions(actor, document.series),
    can(actor, 'personnel.write') ? findKeptBy(actor, document.personId) : undefined,
  ])
  const refused = again && { errors: again.errors, refusal: again.problem.message, reason: again.typed.reason }
  const page = <DocumentPage document={document} versions={versions} mayWrite={Boolean(person)} {...refused} />
  return render(c, { title: `${document.typeLabel}, ${document.person}`, current: currentOf(c, document) }, page)
}

async function versionPage(c: Ctx, again?: Again): Promise<Response> {
  const document = await documentOf(c)
  const refused = again && { errors: again.errors, refusal: again.problem.message, typed: again.typed }
  const kept = await fileKept(actorOf(c), again?.typed.kept)
  const form = <VersionForm document={document} limitMb={uploadLimitBytes() / 1_048_576} kept={kept} {...refused} />
  return render(c, { title: `Nouvelle version, ${document.typeLabel}`, current: 'personnel' }, form)
}

async function documentOf(c: Ctx): Promise<Row> {
  const found = await findDocument(actorOf(c), documentId(c))
  if (!found) throw missing()
  return found
}

function currentOf(c: Ctx, { personId }: Row): string {
  return personId === actorOf(c).personId ? 'dossier' : 'personnel'
}

function documentId(c: Ctx): string {
  return rowId(c.req.param('id'))
}
