import { Hono } from 'hono'
import { AskForm } from '../../components/corrections/ask'
import { OwnCorrection } from '../../components/corrections/own'
import { OwnList } from '../../components/corrections/own-list'
import type { Ctx, Env } from '../http/env'
import { announce } from '../http/flash'
import { actorOf, signedIn } from '../http/guards'
import { checked, queryInput } from '../http/input'
import { type Again, refill } from '../http/refill'
import { render } from '../http/render'
import { uploaded } from '../http/upload'
import { path } from '../lib/paths'
import {
  askCorrection,
  askForm,
  fileBeside,
  fileKept,
  ownCorrection,
  ownFile,
  proofOf,
  uploadLimitBytes,
  withdrawCorrection,
} from './corrections'
import { listOwn, ownQuery } from './list'
import { correctionId, sendProof } from './proof-answer'

const current = 'profil'

/** What one asks to have corrected in one's own file. */
export const ownCorrections = new Hono<Env>()
  .get('/', signedIn(), async (c) => {
    const actor = actorOf(c)
    const { open } = await ownFile(actor)
    const list = <OwnList {...(await listOwn(actor, queryInput(c, ownQuery)))} full={open.length === 6} />
    return render(c, { title: 'Mes demandes de correction', current }, list)
  })
  .get('/nouvelle', signedIn(), (c) => askPage(c))
  .post('/', signedIn(), refill(askPage), async (c) => {
    const actor = actorOf(c)
    await ownFile(actor)
    const { file, typed } = await uploaded(c, 'document', { limitBytes: uploadLimitBytes(), optional: true })
    const { kept, removed, ...fields } = typed
    const fileId = await fileBeside(actor, file, { kept, removed })
    c.set('typed', { ...fields, kept: fileId ?? '' })
    const id = await askCorrection(actor, checked(askForm, fields), fileId)
    announce(c, 'correction-demandee')
    return c.redirect(path(`/profil/corrections/${id}`), 303)
  })
  .get('/:id', signedIn(), (c) => ownPage(c))
  .get('/:id/justificatif', signedIn(), async (c) =>
    sendProof(c, await proofOf(await ownCorrection(actorOf(c), correctionId(c)))),
  )
  .delete('/:id', signedIn(), refill(ownPage), async (c) => {
    await withdrawCorrection(actorOf(c), correctionId(c))
    announce(c, 'correction-retiree')
    return c.redirect(path('/profil/corrections'), 303)
  })

async function askPage(c: Ctx, again?: Again): Promise<Response> {
  const actor = actorOf(c)
  const own = await ownFile(actor)
  const kept = await fileKept(actor, again?.typed.kept)
  const refused = again && { errors: again.errors, refusal: again.problem.message, typed: again.typed }
  const form = <AskForm {...own} {...refused} kept={kept} limitMb={uploadLimitBytes() / 1_048_576} />
  return render(c, { title: 'Demander une correction', current }, form)
}

async function ownPage(c: Ctx, again?: Again): Promise<Response> {
  const correction = await ownCorrection(actorOf(c), correctionId(c))
  const page = <OwnCorrection correction={correction} refusal={again?.problem.message} />
  return render(c, { title: 'Ma demande de correction', current }, page)
}
