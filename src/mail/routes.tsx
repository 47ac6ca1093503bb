import { Hono } from 'hono'
import { z } from 'zod'
import { pen } from '../../components/letters/letters'
import { LetterView } from '../../components/mail/letter'
import { type LetterLine, LetterList } from '../../components/mail/list'
import { can } from '../actor'
import type { Ctx, Env } from '../http/env'
import { announce } from '../http/flash'
import { actorOf, may, signedIn } from '../http/guards'
import { queryInput } from '../http/input'
import { render } from '../http/render'
import { send } from '../http/send'
import { choice, optional } from '../lib/form'
import { path } from '../lib/paths'
import { missing } from '../lib/problems'
import { lettersLeave, resend, writtenLetter } from './mail'
import { countLetters, findLetter, type LetterRow, listLetters, type Place } from './queries'
import { mayResend } from './rules'

const perPage = 50
const id = z.uuid('Cette adresse est incomplète.')
const listQuery = z.strictObject({
  etat: optional(choice(['en-attente', 'non-envoyes'])),
  apres: optional(id),
  avant: optional(id),
  fin: optional(choice(['1'])),
})

/** The frame of a letter: its own styles and nothing else, shown in a page of ours and nowhere else. */
const letterPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox"

export const mail = new Hono<Env>()
  .get('/', signedIn(), may('mail.read'), async (c) => {
    const { etat, ...asked } = queryInput(c, listQuery)
    const place = placeOf(asked)
    const which = etat === 'en-attente' ? 'waiting' : etat === 'non-envoyes' ? 'dead' : 'all'
    // one more than is shown tells whether the list goes on
    const [rows, counts] = await Promise.all([listLetters(place, perPage + 1, which), countLetters()])
    const { letters, pages } = pageOf(rows, place)
    const shown = { letters: letters.map(lineOf), counts, which, pages } as const
    const list = <LetterList {...shown} leaves={lettersLeave()} />
    return render(c, { title: 'Courriers', current: 'courriers' }, list)
  })
  .get('/:id', signedIn(), may('mail.read'), async (c) => {
    const row = await letterOf(c)
    const letter = lineOf(row)
    const maySend = mayResend(row.state) && can(actorOf(c), 'mail.write')
    const page = <LetterView letter={letter} text={writtenLetter(pen, row.payload)?.text ?? null} maySend={maySend} />
    return render(c, { title: letter.subject ?? 'Courrier', current: 'courriers' }, page)
  })
  .get('/:id/corps', signedIn(), may('mail.read'), async (c) => {
    const { payload } = await letterOf(c)
    const letter = writtenLetter(pen, payload)
    if (!letter) throw missing()
    c.header('Content-Security-Policy', letterPolicy)
    c.header('X-Frame-Options', 'SAMEORIGIN')
    return send(c, letter.html, 'text/html; charset=utf-8')
  })
  .post('/:id/envois', signedIn(), may('mail.write'), async (c) => {
    const asked = idOf(c)
    await resend(actorOf(c), asked)
    announce(c, 'renvoye')
    return c.redirect(path(`/courriers/${asked}`), 303)
  })

function placeOf({ apres, avant, fin }: Omit<z.output<typeof listQuery>, 'etat'>): Place {
  if (apres) return { after: apres }
  if (avant) return { before: avant }
  return fin ? 'end' : 'start'
}

/** The letters of a page out of one more than it shows, and where the pages around it begin. */
function pageOf(rows: LetterRow[], place: Place) {
  const backwards = place === 'end' || (typeof place === 'object' && 'before' in place)
  const more = rows.length > perPage
  const letters = more ? (backwards ? rows.slice(1) : rows.slice(0, perPage)) : rows
  const isFirst = place === 'start' || (backwards && !more)
  const isLast = place === 'end' || (!backwards && !more)
  const pages = {
    first: isFirst ? null : '',
    previous: isFirst || !letters[0] ? null : `avant=${letters[0].id}`,
    next: isLast || !letters.at(-1) ? null : `apres=${letters.at(-1)!.id}`,
    last: isLast ? null : 'fin=1',
  }
  return { letters, pages }
}

function lineOf(row: LetterRow): LetterLine {
  const letter = writtenLetter(pen, row.payload)
  return { ...row, subject: letter?.subject ?? null, to: letter?.to ?? null }
}

/** The letter in the address, or 404. */
async function letterOf(c: Ctx): Promise<LetterRow> {
  const letter = await findLetter(idOf(c))
  if (!letter) throw missing()
  return letter
}

function idOf(c: Ctx): string {
  const read = id.safeParse(c.req.param('id'))
  if (!read.success) throw missing()
  return read.data
}
