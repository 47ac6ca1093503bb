import { labelOf, recentActivities } from '../activities/activities'
import { type Action, can, type User, viewKey } from '../actor'
import { isoToday } from '../lib/today'
import { remember } from '../redis/cache'
import { viewsToday } from '../redis/counters'
import { type RecentFile, recentFiles } from '../search/search'
import * as queries from './queries'

/** One line of the journal, in words; `personId` leads to the file. */
export type Line = { at: Date; who: string; what: string; about: string | null; personId: string | null }

export type Home = {
  own: queries.Own
  /** Null for those who do not act on files. */
  waiting: (queries.Waiting & { writes: boolean }) | null
  /** Null for those who see nobody's presence but their own. */
  away: { total: number; first: queries.Absent[] } | null
  /** Null for those who do not keep the accounts; `views` also when they are not counted. */
  house: (Omit<queries.House, 'rolled'> & { views: number | null }) | null
  /** Files one opened lately. */
  files: RecentFile[]
  recent: Line[]
}

const freshFor = 300
const firstAway = 8

/** What the home page says to this person. What many share is kept until somebody writes to the personnel. */
export async function homeOf(actor: User, today = isoToday()): Promise<Home> {
  const [own, waiting, away, house, files, recent] = await Promise.all([
    queries.findOwn(actor, headed(actor), today),
    actsOnFiles(actor) ? waitingFor(actor, today) : null,
    can(actor, 'personnel.list') ? awayFor(actor, today) : null,
    can(actor, 'accounts.read') ? houseNow() : null,
    recentFiles(actor),
    recentActivities(actor, 10),
  ])
  return {
    ...{ own, away, house, files },
    waiting: waiting && { ...waiting, writes: can(actor, 'personnel.write') },
    recent: recent.map(({ at, actorName, event, targetName, personId }) => ({
      ...{ at, personId, who: actorName, what: labelOf(event), about: targetName },
    })),
  }
}

function headed(actor: User): number[] {
  return actor.held.flatMap(({ role, unitId }) => (role === 'chef' && unitId !== null ? [unitId] : []))
}

function actsOnFiles(actor: User): boolean {
  return can(actor, 'personnel.write') || headed(actor).length > 0
}

function waitingFor(actor: User, today: string): Promise<queries.Waiting> {
  return kept(
    actor,
    `waiting ${today}`,
    ['personnel.list', 'field.identity', 'field.private', 'evaluations.read'],
    () => queries.countWaiting(actor, today),
  )
}

function awayFor(actor: User, today: string): ReturnType<typeof queries.listAway> {
  return kept(actor, `away ${today}`, ['personnel.list'], () => queries.listAway(actor, today, firstAway))
}

function kept<T>(actor: User, name: string, rights: Action[], compute: () => Promise<T>): Promise<T> {
  return remember('personnel', `home ${name} ${viewKey(actor, ...rights)}`, freshFor, compute)
}

async function houseNow(): Promise<NonNullable<Home['house']>> {
  const { rolled, ...counts } = await queries.countHouse()
  const views = await viewsToday(rolled)
  return { ...counts, views: views?.total ?? null }
}
