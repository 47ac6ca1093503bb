import { Hono } from 'hono'
import { Decision } from '../../components/corrections/decision'
import { CorrectionList } from '../../components/corrections/list'
import type { Ctx, Env } from '../http/env'
import { announce } from '../http/flash'
import { actorOf, may, signedIn } from '../http/guards'
import { formInput, queryInput } from '../http/input'
import { type Again, refill } from '../http/refill'
import { render } from '../http/render'
import { path } from '../lib/paths'
import { acceptCorrection, acceptForm, correctionToDecide, proofOf, refuseCorrection, refuseForm } from './corrections'
import { listQuery, listToDecide } from './list'
import { correctionId, sendProof } from './proof-answer'
import { compared } from './rules'

const current = 'corrections'

/** What agents ask to have corrected, for those who decide. */
export const corrections = new Hono<Env>()
  .get('/', signedIn(), may('corrections.decide'), async (c) => {
    const asked = queryInput(c, listQuery)
    const list = <CorrectionList {...(await listToDecide(actorOf(c), asked))} state={asked.etat ?? 'en_attente'} />
    return render(c, { title: 'Demandes de correction', current }, list)
  })
  .get('/:id', signedIn(), may('corrections.decide'), (c) => decisionPage(c))
  .get('/:id/justificatif', signedIn(), may('corrections.decide'), async (c) =>
    sendProof(c, await proofOf(await correctionToDecide(actorOf(c), correctionId(c)))),
  )
  .put('/:id/acceptation', signedIn(), may('corrections.decide'), refill(decisionPage), async (c) => {
    await acceptCorrection(actorOf(c), correctionId(c), await formInput(c, acceptForm))
    announce(c, 'correction-acceptee')
    return c.redirect(path('/corrections'), 303)
  })
  .put('/:id/refus', signedIn(), may('corrections.decide'), refill(decisionPage), async (c) => {
    await refuseCorrection(actorOf(c), correctionId(c), await formInput(c, refuseForm))
    announce(c, 'correction-refusee')
    return c.redirect(path('/corrections'), 303)
  })

async function decisionPage(c: Ctx, again?: Again): Promise<Response> {
  const correction = await correctionToDecide(actorOf(c), correctionId(c))
  const refused = again && { errors: again.errors, refusal: again.problem.message, reason: again.typed.reason }
  const page = <Decision correction={correction} lines={compared(correction, correction.present)} {...refused} />
  return render(c, { title: `Correction demandée par ${correction.name}`, current }, page)
}
