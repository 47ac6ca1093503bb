import { z } from 'zod'
import { record } from '../activities/activities'
import { type Actor, can } from '../actor'
import { afterCommit, sql, type Tx, transaction } from '../db/sql'
import { categories } from '../lib/civil-service'
import { choice, day, optional, text, whole } from '../lib/form'
import { count } from '../lib/french'
import { conflict, forbidden, invalid, missing } from '../lib/problems'
import { isoToday } from '../lib/today'
import { bump } from '../redis/cache'
import { refreshGrades } from './followed'
import * as queries from './grade-queries'
import { lockReferentials } from './queries'

const code = text(6, 2)
  .transform((typed) => typed.toUpperCase())
  .pipe(z.string().regex(/^[A-Z][A-Z0-9]{1,5}$/, 'Une lettre, puis des lettres ou des chiffres, par exemple B4.'))

/** `above`: the grade right below it; none when it is the lowest. */
export const gradeForm = z.strictObject({
  code,
  category: choice(categories),
  above: optional(text(6)),
  openedOn: day,
  age: whole(50, 80),
})
export const gradeEndForm = z.strictObject({ closedOn: day })

export async function readGrade(key: string | undefined): Promise<{ grade: queries.Grade; holders: number }> {
  const grade = key && /^[A-Z][A-Z0-9]{1,5}$/.test(key) ? await queries.findGrade(sql, key) : undefined
  if (!grade) throw missing('Ce grade n’existe pas.')
  return { grade, holders: (await queries.countHolders(sql, grade.code, isoToday())).people }
}

/** Another grade, from a day on, with its age limit; its grid is opened on its own page. The same form sent twice makes one. */
export async function openGrade(actor: Actor, input: z.output<typeof gradeForm>): Promise<void> {
  mayWrite(actor)
  await transaction(async (tx) => {
    await lockReferentials(tx)
    const { code, category, openedOn, age, above } = input
    const there = await queries.findGrade(tx, code)
    if (there) {
      if (there.category === category && there.openedOn === openedOn && (await queries.firstAge(tx, code)) === age)
        return
      throw wrong('code', 'Un grade porte déjà ce code.')
    }
    const below = above === null ? undefined : await queries.findGrade(tx, above)
    if (above !== null && !below) throw wrong('above', 'Choisissez une valeur de la liste.')
    await queries.insertGrade(tx, { code, category, openedOn, age, rank: (below?.rank ?? 0) + 1 })
    const after = { category, above, openedOn, values: { Âge: age } }
    await record(tx, actor, { event: 'grade.opened', target: target(code), after })
    shown(tx)
  })
}

/**
 * From that day on there is no such grade; nobody new is given it from now on. Refused while somebody would still hold it that
 * day. Decided already for that day: nothing happens.
 */
export async function closeGrade(
  actor: Actor,
  key: string,
  { closedOn }: z.output<typeof gradeEndForm>,
): Promise<void> {
  mayWrite(actor)
  await transaction(async (tx) => {
    const grade = await lock(tx, key)
    if (grade.closedOn === closedOn) return
    if (closedOn <= isoToday())
      throw wrong('closedOn', 'À partir de demain\u202f: ce qui est en vigueur ne se réécrit pas.')
    if (closedOn <= grade.openedOn) throw wrong('closedOn', 'Après son ouverture.')
    const { people, acts } = await queries.countHolders(tx, key, closedOn)
    if (people > 0)
      throw wrong('closedOn', `${count(people, 'agent aura', 'agents auront')} encore ce grade ce jour-là.`)
    if (acts > 0) throw wrong('closedOn', `${count(acts, 'acte donne', 'actes donnent')} ce grade à partir de ce jour.`)
    await queries.setClosed(tx, key, closedOn)
    const before = { closedOn: grade.closedOn }
    await record(tx, actor, { event: 'grade.closed', target: target(key), before, after: { closedOn } })
    shown(tx)
  })
}

/** Before its day the end of a grade is as if nobody had decided it. */
export async function keepGrade(actor: Actor, key: string): Promise<void> {
  mayWrite(actor)
  await transaction(async (tx) => {
    const { closedOn } = await lock(tx, key)
    if (closedOn === null) return
    await queries.setClosed(tx, key, null)
    await record(tx, actor, { event: 'grade.kept', target: target(key), before: { closedOn } })
    shown(tx)
  })
}

/** A grade that has not ended. */
async function lock(tx: Tx, key: string): Promise<queries.Grade> {
  await lockReferentials(tx)
  const grade = await queries.lockGrade(tx, key)
  if (!grade) throw missing('Ce grade n’existe pas.')
  if (grade.closedOn !== null && grade.closedOn <= isoToday())
    throw conflict('Ce grade est fermé\u202f: ce qui a été en vigueur ne se réécrit pas.')
  return grade
}

function shown(tx: Tx): void {
  afterCommit(tx, refreshGrades)
  afterCommit(tx, () => bump('personnel'))
}

function target(key: string) {
  return { kind: 'referential' as const, id: `grades ${key}`, name: `Grade ${key}` }
}

function wrong(field: string, message: string) {
  return invalid([{ field, message }])
}

function mayWrite(actor: Actor): void {
  if (!can(actor, 'referentials.write')) throw forbidden()
}
