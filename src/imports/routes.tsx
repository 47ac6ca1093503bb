import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import { z } from 'zod'
import { ImportList } from '../../components/imports/list'
import { MappingPage } from '../../components/imports/mapping'
import { ImportPage } from '../../components/imports/standing'
import type { Ctx, Env } from '../http/env'
import { actorOf, may, signedIn } from '../http/guards'
import { checked, formInput, queryInput } from '../http/input'
import { rateLimit } from '../http/rate-limit'
import { type Again, refill } from '../http/refill'
import { render } from '../http/render'
import { received } from '../http/upload'
import { disposition } from '../lib/disposition'
import { optional } from '../lib/form'
import { unreadablePage } from '../lib/pages'
import { path } from '../lib/paths'
import { missing } from '../lib/problems'
import { annotated } from './annotated'
import * as verbs from './imports'
import { linesQuery, listErrors, listPeople } from './lines'
import { modelFile } from './model'

const listQuery = z.strictObject({ avant: optional(z.uuid(unreadablePage)) })

/** Files of people brought in: sent, told what their columns are, checked, applied, undone. */
export const imports = new Hono<Env>()
  .use(signedIn(), may('personnel.import'))
  .get('/', (c) => listPage(c))
  .post('/', rateLimit('import', 20, 60), refill(listPage), async (c) => {
    const id = await verbs.createImport(actorOf(c), await sentIn(c))
    return c.redirect(path(`/personnel/imports/${id}`), 303)
  })
  .get('/modele.csv', async (c) => sent(c, await modelFile(actorOf(c), 'csv')))
  .get('/modele.xlsx', async (c) => sent(c, await modelFile(actorOf(c), 'xlsx')))
  .get('/:id', (c) => importPage(c))
  .delete('/:id', refill(importPage), async (c) => {
    const id = importId(c)
    await formInput(c, verbs.nothing)
    await verbs.dropImport(actorOf(c), id)
    return c.redirect(path('/personnel/imports'), 303)
  })
  .get('/:id/colonnes', (c) => mappingPage(c))
  .get('/:id/messages', async (c) => sent(c, await annotated(actorOf(c), importId(c))))
  .put('/:id/lecture', refill(mappingPage), async (c) => {
    const id = importId(c)
    await verbs.changeReading(actorOf(c), id, await formInput(c, verbs.readingForm))
    return c.redirect(path(`/personnel/imports/${id}/colonnes`), 303)
  })
  .put('/:id/colonnes', refill(mappingPage), async (c) => {
    const actor = actorOf(c)
    const { id, columns } = await verbs.findImport(actor, importId(c))
    await verbs.requestCheck(actor, id, await formInput(c, verbs.mappingForm(columns.length)))
    return c.redirect(path(`/personnel/imports/${id}`), 303)
  })
  .put('/:id/application', refill(importPage), async (c) => {
    const id = importId(c)
    await verbs.requestApplication(actorOf(c), id, await formInput(c, verbs.applyForm))
    return c.redirect(path(`/personnel/imports/${id}`), 303)
  })
  .delete('/:id/application', refill(importPage), async (c) => {
    const id = importId(c)
    await formInput(c, verbs.nothing)
    await verbs.requestUndoing(actorOf(c), id)
    return c.redirect(path(`/personnel/imports/${id}`), 303)
  })
  .delete('/:id/travail', refill(importPage), async (c) => {
    const id = importId(c)
    await formInput(c, verbs.nothing)
    await verbs.cancelWork(actorOf(c), id)
    return c.redirect(path(`/personnel/imports/${id}`), 303)
  })

const current = 'personnel'

type Download = { content: string | Uint8Array<ArrayBuffer> | ReadableStream; type: string; name: string }

function sent(c: Ctx, { content, type, name }: Download): Response {
  c.header('Content-Type', type)
  c.header('Content-Disposition', disposition('attachment', name))
  return c.body(content)
}

async function sentIn(c: Ctx): Promise<verbs.Sent> {
  const { file, typed } = await received(c, 'fichier', { limitBytes: verbs.uploadLimitBytes() }, verbs.taker)
  // without a file it would have been refused
  if (!file) throw missing()
  try {
    return { ...file, key: checked(verbs.newImportForm, typed).cle }
  } catch (error) {
    await verbs.taker.drop(file.kept)
    throw error
  }
}

async function listPage(c: Ctx, again?: Again): Promise<Response> {
  const { avant } = again ? { avant: null } : queryInput(c, listQuery)
  const list = await verbs.listImports(actorOf(c), avant)
  const limitMb = verbs.uploadLimitBytes() / 1_048_576
  const refused = again && { errors: again.errors, refusal: again.problem.message }
  const page = <ImportList {...list} cle={randomUUID()} limitMb={limitMb} {...refused} />
  return render(c, { title: 'Importer des dossiers', current }, page)
}

/** Where it stands: its columns as long as nothing is known of its lines, then what was found, done or undone. */
async function importPage(c: Ctx, again?: Again): Promise<Response> {
  const actor = actorOf(c)
  const found = await verbs.findImport(actor, importId(c))
  if (found.state === 'draft' && found.file !== null && !again) return mappingPage(c)
  const asked = again ? linesQuery.parse({}) : queryInput(c, linesQuery)
  const detailed = found.file !== null && ['checked', 'applied', 'undone'].includes(found.state)
  const { lignes } = asked
  // those of an import that was applied were left aside: they are to be corrected yet
  const told = detailed && !lignes && found.state !== 'undone'
  const errors = told ? await listErrors(actor, found.id, asked) : null
  const people = detailed && lignes ? await listPeople(actor, found.id, { ...asked, lignes }) : null
  const refused = again && { errors: again.errors, refusal: again.problem.message }
  const page = (
    <ImportPage
      found={found}
      asked={asked}
      faults={errors}
      people={people}
      proved={verbs.isProved(actor)}
      refused={refused}
    />
  )
  return render(c, { title: `Import de ${found.name}`, current }, page)
}

async function mappingPage(c: Ctx, again?: Again): Promise<Response> {
  const found = await verbs.findImport(actorOf(c), importId(c))
  if (found.state !== 'draft' && found.state !== 'checked')
    return c.redirect(path(`/personnel/imports/${found.id}`), 303)
  if (found.file === null) return importPage(c, again)
  const refused = again && { errors: again.errors, refusal: again.problem.message, typed: again.typed }
  const page = <MappingPage found={found} words={verbs.wordsOf(found.reading)} {...refused} />
  return render(c, { title: `Colonnes de ${found.name}`, current }, page)
}

function importId(c: Ctx): string {
  const id = z.uuid().safeParse(c.req.param('id'))
  if (!id.success) throw missing()
  return id.data
}
