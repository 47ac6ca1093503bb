import { z } from 'zod'
import { classes, codes, maritalStatuses, positions } from '../lib/civil-service'
import { choice, day, optional, text, whole } from '../lib/form'
import { gradeField } from '../lib/grade-list'
import { describeModel, fitsModel } from '../lib/matricule'
import { settings } from '../settings/settings'
import { nationalIdPattern, phoneNumber } from './rules'

/** What can be said of a person, field by field, as the house writes it: the form and the API read with the same eyes. */
export const person = {
  matricule: compact(20),
  lastName: surname(),
  firstNames: named(text(120)).transform((typed) => typed.normalize('NFC')),
  maidenName: optional(surname()),
  sex: choice(['F', 'M']),
  birthDate: day,
  birthPlace: optional(text(120)),
  nationality: optional(text(60)).transform((typed) => typed ?? 'Ivoirienne'),
  maritalStatus: optional(choice(codes(maritalStatuses))),
  children: optional(whole(0, 30)).transform((typed) => typed ?? 0),
  nationalId: optional(
    compact(30).pipe(
      z.string().regex(nationalIdPattern, '«\u202fCI\u202f» et neuf chiffres, par exemple CI001234567.'),
    ),
  ),
  passport: optional(compact(30).pipe(z.string().regex(/^[A-Z0-9]{5,20}$/, 'De 5 à 20 lettres et chiffres.'))),
  workEmail: optional(email()),
  personalEmail: optional(email()),
  phone: optional(phone()),
  otherPhone: optional(phone()),
  address: optional(text(200)),
  poBox: optional(text(60)),
  jobTitle: optional(text(120)),
  unit: text(20).pipe(z.string().regex(/^[A-Z0-9-]{2,20}$/, 'Choisissez une unité de la liste.')),
  grade: gradeField(),
  class: choice(codes(classes)),
  echelon: whole(1, 10),
  /** left empty: the points of the grid */
  indexPoints: optional(whole(100, 5_000)),
  position: optional(choice(codes(positions))).transform((typed) => typed ?? 'en_activite'),
  recruitedOn: day,
  startedOn: day,
}

/** Of somebody new: on the model in force when it is read. A file that is there keeps what it has (`rules.matriculeErrors`). */
export const newMatricule = compact(20).refine((typed) => fitsModel(settings().matriculeModel, typed), {
  error: () => describeModel(settings().matriculeModel),
})

export type Person = z.output<z.ZodObject<typeof person>>

/** With a letter at least: nobody is found by signs and digits. */
function named(schema: z.ZodType<string>) {
  return schema.refine((typed) => /\p{L}/u.test(typed), 'Un nom compte au moins une lettre.')
}

function surname() {
  return named(text(80))
    .transform((typed) => typed.normalize('NFC').toLocaleUpperCase('fr'))
    .pipe(z.string().max(80, 'Au plus 80 caractères.'))
}

/** Identifiers written with or without spaces, in capitals or not. */
function compact(max: number) {
  return text(max).transform((typed) => typed.replaceAll(' ', '').toUpperCase())
}

function email() {
  return text(254).pipe(
    z
      .string()
      .regex(
        /^[^\s@<>(),;:"]+@[^\s@.<>(),;:"]+(\.[^\s@.<>(),;:"]+)+$/,
        'Une adresse électronique, par exemple prenom.nom@mppeep.example.',
      ),
  )
}

function phone() {
  return text(30).transform((typed, context) => {
    const number = phoneNumber(typed)
    if (number === null)
      context.addIssue({
        code: 'custom',
        message: 'Un numéro à dix chiffres, par exemple 07\u00a000\u00a000\u00a012\u00a034.',
      })
    return number ?? z.NEVER
  })
}
