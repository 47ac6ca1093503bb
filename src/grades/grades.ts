import { z } from 'zod'
import { record } from '../activities/activities'
import { type Actor, can } from '../actor'
import { sql, transaction } from '../db/sql'
import { classes } from '../lib/civil-service'
import { day, whole } from '../lib/form'
import { count } from '../lib/french'
import { conflict, type FieldError, forbidden, invalid, missing } from '../lib/problems'
import { isoToday } from '../lib/today'
import * as queries from './queries'
import * as rules from './rules'

export type { ClassRow, Coming, GradeRow, Step } from './queries'
export { nameOf, type Period, type Table, tables, type Values, valuesOn } from './rules'

export const onDay = z.object({ le: z.preprocess((value) => (value === '' ? undefined : value), day.optional()) })

/** What the referentials say on a day, with what has been decided and has not begun. */
export async function readReferentials(le: string | undefined) {
  const today = isoToday()
  const on = le ?? today
  const [grades, ranks, ladder, coming] = await Promise.all([
    queries.listGrades(on, today),
    queries.listClasses(on),
    queries.listLadder(on),
    queries.listComing(today),
  ])
  // a grade that is to come is in the list, and no less absent on that day
  const first = grades.some(({ openedOn }) => openedOn <= on) ? null : await queries.firstDay()
  return { day: on, grades, ranks, ladder, coming, begins: first && first > on ? first : null }
}

/** One thing with all its periods, and what is asked of whoever opens another: the names of its values. */
export type Referential = { table: rules.Table; key: string; periods: rules.Period[]; names: string[] }

export async function readReferential(table: string | undefined, key: string | undefined): Promise<Referential> {
  const known = Object.hasOwn(rules.tables, table ?? '') ? (table as rules.Table) : undefined
  if (!known || !key || !/^[A-Za-z0-9_]{1,20}$/.test(key) || !(await queries.exists(known, key)))
    throw missing('Ce référentiel n’existe pas.')
  const periods = await queries.listPeriods(sql, known, key)
  const names = await namesOf(known, key, periods)
  if (names.length === 0) throw missing('Ce référentiel n’existe pas.')
  return { table: known, key, periods, names }
}

const numbers = {
  limites: whole(50, 80),
  echelons: whole(1, 10),
  grilles: whole(100, 5000),
  promotions: whole(0, 40),
}

/** A day, and a number for each value. */
export async function periodForm({ table, names }: Referential) {
  const number = numbers[table]
  const values = z.strictObject(Object.fromEntries(names.map((name) => [name, number])))
  return z.strictObject({ from: day, ...values.shape }).transform(({ from, ...rest }) => ({
    from,
    values: rest as rules.Values,
  }))
}

/** How many files another period would change on its day; refused as it would be. */
export async function preview(actor: Actor, about: Referential, period: rules.Period): Promise<number> {
  mayWrite(actor)
  const used = await queries.isUsed(sql, about.table, about.key)
  await check(sql, about, period, used)
  const values = rules.changed(about.periods, period)
  const before = rules.valuesOn(about.periods, period.from)
  return queries.countConcerned(about.table, about.key, { values, before }, isoToday())
}

/** From that day on, other values. Those that are in force already: nothing happens. */
export async function openPeriod(
  actor: Actor,
  { table, key, names }: Referential,
  period: rules.Period,
): Promise<void> {
  mayWrite(actor)
  await transaction(async (tx) => {
    await queries.lockReferentials(tx)
    const periods = await queries.listPeriods(tx, table, key)
    const values = rules.changed(periods, period)
    if (Object.keys(values).length === 0) return
    if (periods.some(({ from }) => from === period.from))
      throw conflict('Une autre période commence déjà ce jour-là. Retirez-la d’abord.')
    await check(tx, { table, key, names, periods }, period, await queries.isUsed(tx, table, key))
    await queries.insertPeriod(tx, table, key, period.from, values)
    const after = { from: period.from, values: named(values) }
    await record(tx, actor, { event: 'referential.opened', target: target(table, key), after })
  })
}

/** A period that has not begun is as if nobody had decided it. Withdrawn already: there is none. */
export async function withdrawPeriod(actor: Actor, { table, key }: Referential, from: string): Promise<void> {
  mayWrite(actor)
  await transaction(async (tx) => {
    await queries.lockReferentials(tx)
    const period = (await queries.listPeriods(tx, table, key)).find((one) => one.from === from)
    if (!period) throw missing('Cette période n’existe pas, ou elle est déjà retirée.')
    if (from <= isoToday())
      throw conflict('Cette période a commencé\u202f: elle ne se retire plus, ouvrez-en une autre.')
    await queries.deletePeriod(tx, table, key, from)
    const before = { from, values: named(period.values) }
    await record(tx, actor, { event: 'referential.withdrawn', target: target(table, key), before })
  })
}

/** A grid has a cell for each échelon that there is, or will be. */
async function namesOf(table: rules.Table, key: string, periods: rules.Period[]): Promise<string[]> {
  if (table === 'limites') return ['age']
  if (table === 'echelons') return ['echelons']
  if (table === 'promotions') return queries.listStepsFrom(key)
  const coming = (await queries.listComing(isoToday())).filter((one) => one.table === 'echelons').at(-1)?.from
  const ranks = await queries.listClasses(coming ?? isoToday())
  const known = new Set(periods.flatMap(({ values }) => Object.keys(values)))
  const most = Object.fromEntries(ranks.map(({ code, echelons }) => [code, echelons]))
  const cells = rules.cellsOf(most)
  return cells.length > 0 ? cells : [...known]
}

async function check(
  on: Parameters<typeof queries.isUsed>[0],
  about: Referential,
  period: rules.Period,
  used: boolean,
) {
  const { table, key, names, periods } = about
  const today = isoToday()
  const errors: FieldError[] = rules.beginErrors(period.from, periods, { used, today })
  if (table === 'grilles') errors.push(...rules.gridErrors(names, period.values))
  if (table === 'echelons') {
    const above = await queries.countAbove(on, key, period.values.echelons ?? 0, today)
    if (above > 0)
      errors.push({ field: 'echelons', message: `${count(above, 'agent est', 'agents sont')} à un échelon plus haut.` })
  }
  if (errors.length > 0) throw invalid(errors)
}

function named(values: rules.Values): Record<string, number> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [rules.nameOf(name), value]))
}

function target(table: rules.Table, key: string) {
  const name = `${rules.tables[table]}, ${table === 'echelons' ? classes[key as keyof typeof classes] : `grade ${key}`}`
  return { kind: 'referential' as const, id: `${table} ${key}`, name }
}

function mayWrite(actor: Actor): void {
  if (!can(actor, 'referentials.write')) throw forbidden()
}
