import { z } from 'zod'
import { type Actor, can } from '../actor'
import { record } from '../activities/activities'
import { transaction } from '../db/sql'
import { classes, codes, grades, maritalStatuses, positions } from '../lib/civil-service'
import { choice, day, optional, text, whole } from '../lib/form'
import { conflict, type FieldError, forbidden, invalid, missing } from '../lib/problems'
import { bump } from '../redis/cache'
import * as queries from './file-queries'
import { isoToday } from './list'
import * as rules from './rules'

const person = {
  matricule: text(20)
    .transform((typed) => typed.toUpperCase())
    .pipe(z.string().regex(rules.matriculePattern, 'Six chiffres et une lettre, par exemple 387452M.')),
  lastName: surname(),
  firstNames: text(120).transform((typed) => typed.normalize('NFC')),
  maidenName: optional(surname()),
  sex: choice(['F', 'M']),
  birthDate: day,
  birthPlace: optional(text(120)),
  nationality: optional(text(60)).transform((typed) => typed ?? 'Ivoirienne'),
  maritalStatus: optional(choice(codes(maritalStatuses))),
  children: optional(whole(0, 30)).transform((typed) => typed ?? 0),
  nationalId: optional(compact(30).pipe(z.string().regex(rules.nationalIdPattern, '« CI » et neuf chiffres, par exemple CI001234567.'))),
  passport: optional(compact(30).pipe(z.string().regex(/^[A-Z0-9]{5,20}$/, 'De 5 à 20 lettres et chiffres.'))),
  workEmail: optional(email()),
  personalEmail: optional(email()),
  phone: optional(phone()),
  otherPhone: optional(phone()),
  address: optional(text(200)),
  poBox: optional(text(60)),
  jobTitle: optional(text(120)),
  unit: text(20).pipe(z.string().regex(/^[A-Z0-9-]{2,20}$/, 'Choisissez une unité de la liste.')),
  grade: choice(grades),
  class: choice(codes(classes)),
  echelon: whole(1, 10),
  /** left empty: the points of the grid */
  indexPoints: optional(whole(100, 5_000)),
  position: optional(choice(codes(positions))).transform((typed) => typed ?? 'en_activite'),
  recruitedOn: day,
  startedOn: day,
}

const decision = { decisionNumber: optional(text(60)) }
/** What a change of unit, grade or position says of itself: since when (today if nothing is said), by which decision. */
const movement = { effectiveOn: optional(day), ...decision }

export type Person = z.output<z.ZodObject<typeof person>>
export const newPerson = z.strictObject({ ...person, ...decision })
/** `cle`: the form's own key, so that sending it twice makes one person. */
export const newPersonForm = newPerson.extend({ cle: optional(z.uuid('Rechargez la page.')) })
export const personForm = z.strictObject({ ...person, ...movement, version: whole(1, 999_999_999) })
export const personChanges = z.strictObject({ ...person, ...movement }).partial()
export const departureForm = z.strictObject({ leftOn: day, leftReason: text(300, 3), ...decision })

/** A file as written: its fields, and the version to hand back with the next change. */
export type Saved = Person & { id: string; version: number }

/** Creates a file with its nomination. The same `key` from the same account gives the same file again. */
export async function createPerson(actor: Actor, input: z.output<typeof newPerson>, key: string | null): Promise<Saved> {
  mayWrite(actor)
  const { decisionNumber, ...asked } = input
  const saved = await transaction(async (tx) => {
    const ready = await queries.prepare(tx, actor, key, asked)
    if (!ready) return queries.findSent(tx, actor, key)
    if (ready.taken) throw matriculeTaken()
    refuse([...rules.dateErrors(asked, null, isoToday()), ...rules.postErrors(asked, ready, null)])
    const created = { ...asked, indexPoints: rules.indexPoints(asked, ready, null) }
    if (!(await queries.insertPerson(tx, ready, created, decisionNumber))) throw matriculeTaken()
    await record(tx, actor, { event: 'personnel.created', ...about(ready.id, created), after: given(created) })
    return { ...created, id: ready.id, version: 1 }
  })
  if (saved.matricule !== asked.matricule) throw conflict('Ce formulaire a déjà servi à créer un autre dossier. Vérifiez, puis envoyez-le de nouveau.')
  await bump('personnel')
  return saved
}
