import { Hono } from 'hono'
import { TemplatePage } from '../../components/acts/templates'
import type { Refusal } from '../../components/organisation/words'
import type { Ctx, Env } from '../http/env'
import { announce } from '../http/flash'
import { actorOf, may, signedIn } from '../http/guards'
import { formInput } from '../http/input'
import { type Again, refill } from '../http/refill'
import { render } from '../http/render'
import { actKindNames } from '../lib/act-kinds'
import { path } from '../lib/paths'
import { isoToday } from '../lib/today'
import { actKindOf, type Said } from './rules'
import { sendSheet } from './sheet'
import { listVersions, templateForm, trialForm, tryTemplate, variablesOf, writeTemplate } from './templates'

/** What each kind of act says: read, tried on somebody, and written anew from a day on. */
export const actTemplates = new Hono<Env>()
  .get('/', signedIn(), may('acts.templates'), (c) => c.redirect(path(`/actes/modeles/${actKindNames[0]}`), 303))
  .get('/:kind', signedIn(), may('acts.templates'), (c) => templatePage(c))
  // changes nothing: a whole text is too long for an address, and is not for the log
  .post('/:kind/apercu', signedIn(), may('acts.templates'), refill(again), async (c) => {
    const kind = actKindOf(c.req.param('kind'))
    const { forme, ...input } = await formInput(c, trialForm)
    const { said, sheet } = await tryTemplate(actorOf(c), kind, input)
    return forme === 'pdf' ? sendSheet(c, await sheet()) : templatePage(c, { typed: input, said })
  })
  .post('/:kind', signedIn(), may('acts.templates'), refill(again), async (c) => {
    const kind = actKindOf(c.req.param('kind'))
    await writeTemplate(actorOf(c), kind, await formInput(c, templateForm))
    announce(c, 'modele-ecrit')
    return c.redirect(path(`/actes/modeles/${kind}`), 303)
  })

function again(c: Ctx, { typed, errors, problem }: Again): Promise<Response> {
  return templatePage(c, { typed, errors, refusal: problem.message })
}

async function templatePage(c: Ctx, shown: Refusal & { said?: Said[] } = {}): Promise<Response> {
  const kind = actKindOf(c.req.param('kind'))
  const known = { kind, versions: await listVersions(kind), variables: variablesOf(kind), today: isoToday() }
  return render(c, { title: 'Modèles d’actes', current: 'actes' }, <TemplatePage {...known} {...shown} />)
}
