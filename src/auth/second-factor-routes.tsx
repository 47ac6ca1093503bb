import { Hono } from 'hono'
import { Enrolment } from '../../components/auth/enrolment'
import { RecoveryCodes, Removal, ReplaceCodes } from '../../components/auth/recovery-codes'
import { InForce } from '../../components/auth/second-factor'
import { mustEnrol, type User } from '../actor'
import type { Ctx, Env } from '../http/env'
import { announce } from '../http/flash'
import { actorOf, signedIn } from '../http/guards'
import { formInput } from '../http/input'
import { refill } from '../http/refill'
import { render } from '../http/render'
import { day } from '../lib/french'
import { path } from '../lib/paths'
import type { FieldError } from '../lib/problems'
import { placeOf } from './place'
import { isProved, proofForm } from './proof'
import {
  confirmForm,
  confirmKey,
  isDemanded,
  proposeKey,
  removeSecondFactor,
  replaceCodes,
  replaceForm,
  secondFactorOf,
} from './second-factor'
import { sessionCookie } from './sessions'

const home = '/profil/second-facteur'

export const secondFactor = new Hono<Env>()
  // also for those who get nowhere else until they have one
  .use(signedIn({ enrolling: true }))
  .get('/', (c) => show(c))
  .post(
    '/cle',
    refill((c, { errors, problem }) => show(c, errors, problem.message)),
    async (c) => {
      const { proof } = await formInput(c, proofForm)
      await proposeKey(actorOf(c), proof)
      return c.redirect(path(home), 303)
    },
  )
  .put(
    '/',
    refill((c, { errors, problem }) => show(c, errors, problem.message)),
    async (c) => {
      const enabled = await confirmKey(actorOf(c), await formInput(c, confirmForm), placeOf(c))
      if (enabled) return showCodes(c, enabled.codes, 'Le second facteur est activé', enabled.token)
      announce(c, 'second-facteur-la')
      return c.redirect(path(home), 303)
    },
  )
  .delete(
    '/',
    refill((c, again) => render(c, removalPage, <Removal proved={isProved(actorOf(c))} {...again} />)),
    async (c) => {
      const { proof } = await formInput(c, proofForm)
      const token = await removeSecondFactor(actorOf(c), proof, placeOf(c))
      if (token) renew(c, token)
      announce(c, 'second-facteur-retire')
      return c.redirect(path(home), 303)
    },
  )
  .get('/retrait', async (c) => {
    const actor = actorOf(c)
    const { state } = await secondFactorOf(actor)
    if (state !== 'on' || isDemanded(actor)) return c.redirect(path(home), 303)
    return render(c, removalPage, <Removal proved={isProved(actor)} />)
  })
  .get('/codes', (c) => askToReplace(c))
  .post(
    '/codes',
    refill((c, { errors }) => askToReplace(c, errors)),
    async (c) => {
      const codes = await replaceCodes(actorOf(c), await formInput(c, replaceForm))
      if (codes) return showCodes(c, codes, 'Les codes sont remplacés')
      announce(c, 'codes-deja')
      return c.redirect(path(home), 303)
    },
  )

const removalPage = { title: 'Retirer le second facteur', current: 'profil' }

async function show(c: Ctx, errors: FieldError[] = [], problem?: string): Promise<Response> {
  const actor = actorOf(c)
  const found = await secondFactorOf(actor)
  const page = { title: 'Second facteur', current: 'profil' }
  if (found.state === 'on') return render(c, page, <InForce {...found} />)
  const shown = errors.length > 0 || !problem ? errors : [{ field: '', message: problem }]
  return render(
    c,
    page,
    <Enrolment
      demand={demandOn(actor)}
      proposed={found.state === 'proposed' ? found : null}
      proved={isProved(actor)}
      errors={shown}
    />,
  )
}

async function askToReplace(c: Ctx, errors: FieldError[] = []): Promise<Response> {
  const actor = actorOf(c)
  const found = await secondFactorOf(actor)
  if (found.state !== 'on') return c.redirect(path(home), 303)
  const page = <ReplaceCodes {...found} proved={isProved(actor)} errors={errors} />
  return render(c, { title: 'Remplacer les codes de récupération', current: 'profil' }, page)
}

/** The answer to the act itself and no page of its own: the codes are nowhere to be read again. */
function showCodes(c: Ctx, codes: string[], title: string, token?: string): Promise<Response> {
  if (token) renew(c, token)
  const page = <RecoveryCodes codes={codes} account={actorOf(c).email} title={title} />
  return render(c, { title: 'Codes de récupération', current: 'profil' }, page)
}

function renew(c: Ctx, token: string): void {
  c.header('Set-Cookie', sessionCookie.header(token), { append: true })
}

function demandOn(actor: User): 'now' | { by: string } | null {
  if (actor.enrolBy === null) return null
  return mustEnrol(actor) ? 'now' : { by: day(new Date(actor.enrolBy).toISOString().slice(0, 10)) }
}
