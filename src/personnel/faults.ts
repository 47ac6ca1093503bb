import { z } from 'zod'
import { type Actor, can } from '../actor'
import { sql } from '../db/sql'
import { fieldErrors } from '../lib/form'
import { type FieldError, forbidden, invalid } from '../lib/problems'
import { isoToday } from '../lib/today'
import { settings } from '../settings/settings'
import type { Person } from './person'
import * as rules from './rules'
import * as queries from './write-queries'

type Right = Partial<Person> & { effectiveOn?: string | null }

/** What was sent, as it was read: the input, or what is wrong with it and the fields that are right beside that. */
export type Read<T> = { input: T } | { faults: FieldError[]; right: Right }

/** Reads by this schema and keeps what is right of what is not: `demandRight` refuses it, with all there is to say. */
export function reading<S extends z.ZodObject>(schema: S) {
  // as it came: a schema before this one would drop a name of the language itself, which this one refuses
  return z.unknown().transform((sent): Read<z.output<S>> => {
    const read = schema.safeParse(sent)
    if (read.success) return { input: read.data }
    const faults = fieldErrors(read.error)
    const said = typeof sent === 'object' && sent !== null ? (sent as Record<string, unknown>) : {}
    const right = Object.entries(schema.shape)
      .filter(([name]) => !isIn(faults, name))
      .map(([name, field]) => [name, z.safeParse(field, said[name]).data])
    return { faults, right: Object.fromEntries(right.filter(([, value]) => value !== undefined)) }
  })
}

/**
 * The input, when no field is wrong by itself. Otherwise the refusal of those that are, together with what the other fields
 * are refused for, so that who corrects a form hears of everything at once. `id`: of the file to change.
 */
export async function demandRight<T>(actor: Actor, read: Read<T>, id: string | null = null): Promise<T> {
  if ('input' in read) return read.input
  if (!can(actor, 'personnel.write')) throw forbidden()
  const { faults, right } = read
  throw invalid([...faults, ...(await (id ? besideChange(actor, id, right, faults) : besideNew(actor, right)))])
}

async function besideNew(actor: Actor, right: Right): Promise<FieldError[]> {
  const post = await queries.findPost(sql, actor, right, null)
  const errors = [...rules.dateErrors(right, null, isoToday()), ...rules.postErrors(right, post, null)]
  return rules.withTaken(errors, post.taken)
}

/** Nothing of a file that the actor may not write. It is not held: nobody waits for what is refused. */
async function besideChange(actor: Actor, id: string, right: Right, faults: FieldError[]): Promise<FieldError[]> {
  const found = await queries.findWritable(sql, actor, id)
  if (!found) return []
  const { person: before, leftOn } = found
  const known = knownOf(before, right, faults)
  const post = await queries.findPost(sql, actor, known, id)
  const today = isoToday()
  const moves = isIn(faults, 'effectiveOn') ? [] : rules.movements(before, { ...before, ...right })
  const on = moves.length > 0 ? (right.effectiveOn ?? today) : null
  const beside = { before, leftOn, post, today, model: settings().matriculeModel }
  return rules.withTaken(rules.changeErrors(known, on, beside), post.taken)
}

/** The file as it would be, without the fields of which nobody knows what they would be. */
function knownOf(before: Person, right: Right, faults: FieldError[]): Partial<Person> {
  const fields = Object.entries({ ...before, indexPoints: null, ...right })
  return Object.fromEntries(fields.filter(([name]) => !isIn(faults, name)))
}

function isIn(faults: FieldError[], name: string): boolean {
  return faults.some(({ field }) => field === name)
}
