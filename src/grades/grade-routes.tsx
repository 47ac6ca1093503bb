import { Hono } from 'hono'
import { GradePage, NewGrade } from '../../components/grades/grade'
import { can } from '../actor'
import type { Ctx, Env } from '../http/env'
import { announce } from '../http/flash'
import { actorOf, may, signedIn } from '../http/guards'
import { formInput } from '../http/input'
import { type Again, refill } from '../http/refill'
import { render } from '../http/render'
import { gradeCodes } from '../lib/grade-list'
import { path } from '../lib/paths'
import { isoToday } from '../lib/today'
import { closeGrade, gradeEndForm, gradeForm, keepGrade, openGrade, readGrade } from './grade-lives'

const write = [signedIn(), may('referentials.write')] as const

/** Grades themselves: opened and closed on a day. */
export const gradeLives = new Hono<Env>()
  .get('/nouveau', ...write, (c) => newPage(c))
  .post('/', ...write, refill(newPage), async (c) => {
    const input = await formInput(c, gradeForm)
    await openGrade(actorOf(c), input)
    announce(c, 'grade-ouvert')
    return c.redirect(path(`/referentiels/grilles/${input.code}`), 303)
  })
  .get('/:code', signedIn(), may('referentials.read'), (c) => gradePage(c))
  .put('/:code/fermeture', ...write, refill(gradePage), async (c) => {
    const { grade } = await readGrade(c.req.param('code'))
    await closeGrade(actorOf(c), grade.code, await formInput(c, gradeEndForm))
    announce(c, 'grade-ferme')
    return c.redirect(path(`/referentiels/grades/${grade.code}`), 303)
  })
  .delete('/:code/fermeture', ...write, refill(gradePage), async (c) => {
    const { grade } = await readGrade(c.req.param('code'))
    await keepGrade(actorOf(c), grade.code)
    announce(c, 'grade-garde')
    return c.redirect(path(`/referentiels/grades/${grade.code}`), 303)
  })

function newPage(c: Ctx, again?: Again): Response | Promise<Response> {
  const page = <NewGrade codes={gradeCodes()} today={isoToday()} {...said(again)} />
  return render(c, { title: 'Nouveau grade', current: 'referentiels' }, page)
}

async function gradePage(c: Ctx, again?: Again): Promise<Response> {
  const found = await readGrade(c.req.param('code'))
  const actor = actorOf(c)
  const rights = { write: can(actor, 'referentials.write'), list: can(actor, 'personnel.list') }
  const page = <GradePage {...found} rights={rights} today={isoToday()} {...said(again)} />
  return render(c, { title: `Grade ${found.grade.code}`, current: 'referentiels' }, page)
}

function said(again: Again | undefined) {
  return { typed: again?.typed, errors: again?.errors ?? [], refusal: again?.problem.message }
}
