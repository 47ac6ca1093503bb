import { Hono } from 'hono'
import { VerificationPage, type VerificationProps } from '../../components/acts/verification'
import type { Ctx, Env } from '../http/env'
import { queryInput } from '../http/input'
import { type Again, refill } from '../http/refill'
import { render } from '../http/render'
import { path } from '../lib/paths'
import { codeQuery, verified } from './verification'

/** For anybody who holds a paper: no session, nothing that the paper does not say, and nothing for search engines. */
export const actVerification = new Hono<Env>()
  .get('/', refill(again), (c) => {
    const { code } = queryInput(c, codeQuery)
    return Promise.resolve(
      code ? c.redirect(path(`/verifier/${encodeURIComponent(code)}`), 303) : verificationPage(c, null),
    )
  })
  .get('/:code', refill(again), (c) => verificationPage(c, c.req.param('code')))

async function verificationPage(c: Ctx, code: string | null): Promise<Response> {
  const act = code === null ? undefined : await verified(code, c.env.edge.address)
  if (code !== null && !act) c.status(404)
  return shown(c, { code, act })
}

/** Refused: the form stays, with the code and what is wrong. */
function again(c: Ctx, { typed, errors, problem }: Again): Promise<Response> {
  return shown(c, { code: c.req.param('code') ?? typed.code ?? null, errors, refusal: problem.message })
}

function shown(c: Ctx, { code, ...said }: VerificationProps): Promise<Response> {
  c.header('X-Robots-Tag', 'noindex, nofollow')
  const page = <VerificationPage code={code?.slice(0, 60) ?? null} {...said} />
  return render(c, { title: 'Vérifier un document', alone: true }, page)
}
