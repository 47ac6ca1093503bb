import { z } from 'zod'
import { can, type User } from '../actor'
import { findOnPaper, type Act as Paper } from '../acts/acts'
import { optional } from '../lib/form'
import { log } from '../lib/log'
import { path } from '../lib/paths'
import { type FirstFound, findFirst } from '../personnel/personnel'
import { actsFor, pagesFor } from './doors'
import type { RecentFile } from './queries'
import * as queries from './queries'
import { type Act, actsAboutSomebody, asked, type Door, doorsFor, wordsOf } from './rules'

export type { RecentFile } from './queries'
export type { Door } from './rules'

export const searchSchema = z.strictObject({ q: optional(z.string().max(100, 'Au plus 100 caractères.')) })

/** `people`: null for who may list nobody. `rest`: the words that the list of people is asked for. */
export type Search = {
  q: string | null
  people: (FirstFound & { rest: string }) | null
  recent: RecentFile[]
  /** The administrative acts whose number or code was typed. */
  papers: Paper[]
  pages: Door[]
  acts: Door[]
  /** Whether the words name an act about somebody. */
  wished: boolean
}

const shownPeople = 6
const shownRecent = 8

/** What the words find within the actor's reach; without words, the files they opened last and all that they may open. */
export async function search(
  actor: User,
  q: string | null,
  menu: { key: string; label: string; href: string }[],
): Promise<Search> {
  const [pages, acts] = [pagesFor(actor, menu), actsFor(actor)]
  if (q === null) return { q, people: null, recent: await recentFiles(actor), papers: [], pages, acts, wished: false }
  const terms = wordsOf(q)
  const wish = asked(terms)
  const rest = wish.acts.length > 0 ? wish.person.join(' ') : q
  const [people, papers] = await Promise.all([
    can(actor, 'personnel.list') ? findFirst(actor, rest, shownPeople).then((first) => ({ ...first, rest })) : null,
    findOnPaper(actor, q),
  ])
  const about = await actsAbout(actor, people, wish.acts)
  const doors = { pages: doorsFor(terms, pages), acts: [...about, ...doorsFor(terms, acts)] }
  return { q, people, recent: [], papers, ...doors, wished: wish.acts.length > 0 }
}

/** The files the actor opened last, of those within reach today. */
export async function recentFiles(actor: User): Promise<RecentFile[]> {
  return can(actor, 'personnel.list') ? queries.listRecent(actor, shownRecent) : []
}

/** Somebody opened a file that is not their own. It may be lost: the answer has left already. */
export async function noteOpened(actor: User, personId: string): Promise<void> {
  if (personId === actor.personId) return
  try {
    await queries.noteOpened(actor.id, personId)
  } catch (error) {
    log.warn({ 'user.id': actor.id, reason: String(error) }, 'recent_files.not_written')
  }
}

/** The acts that were asked for about the first people found; every one of them when a single person is. */
async function actsAbout(actor: User, people: FirstFound | null, wanted: Act[]): Promise<Door[]> {
  const acts = (wanted.length > 0 ? wanted : people?.total === 1 ? actsAboutSomebody : []).filter(({ action }) =>
    can(actor, action),
  )
  if (!people || people.total === 0 || acts.length === 0) return []
  const first = people.rows.slice(0, 3)
  const ids = first.map(({ id }) => id)
  const within = await queries.listWithin(actor, ids, [...new Set(acts.map(({ action }) => action))])
  const may = (id: string, action: Act['action']) => within.some((one) => one.id === id && one.action === action)
  return first.flatMap(({ id, name }) =>
    acts
      .filter(({ action }) => may(id, action))
      .map(({ label, below }) => ({ label: label(name), href: path(`/personnel/${id}${below}`), words: '' })),
  )
}
