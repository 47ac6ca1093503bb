import { z } from 'zod'
import { type Kind, type Said, said } from '../lib/career-acts'
import { classes, codes, positions } from '../lib/civil-service'
import { choice, day, optional, text, whole } from '../lib/form'
import { gradeField } from '../lib/grade-list'

const unit = text(20).pipe(z.string().regex(/^[A-Z0-9-]{2,20}$/, 'Choisissez une unité de la liste.'))
const step = { grade: gradeField(), class: choice(codes(classes)), echelon: whole(1, 10) }
const given = choice(codes(positions)).refine((one) => one !== 'retraite', 'La retraite s’inscrit comme un acte.')

/** What each kind of act asks for, beside its day, its decision and an observation. */
const fields = {
  nomination: { unit, ...step, position: given, jobTitle: optional(text(120)) },
  avancement_echelon: { echelon: whole(1, 10) },
  avancement_classe: { class: step.class, echelon: whole(1, 10) },
  promotion: step,
  affectation: { unit },
  fonction: { jobTitle: optional(text(120)) },
  position: { position: given },
  sanction: { note: text(300, 3) },
  depart: { note: text(300, 3) },
  retraite: {},
  reintegration: {},
} satisfies Record<Kind, z.ZodRawShape>

/** Those that one may add; the nomination comes with the file. */
export const kindsOffered = (Object.keys(fields) as Kind[]).filter((kind) => kind !== 'nomination') as [Kind, ...Kind[]]

export const fieldsOf = (kind: Kind): string[] => Object.keys(fields[kind])

export type ActForm = { kind: Kind; said: Said; confirmed: boolean }

export const asOf = z.object({ au: optional(day) })
export const cancelForm = z.strictObject({ reason: text(300, 3) })

/** The form of a new act: which fields it has goes by its kind (`acte`). */
export const actForm = z
  .discriminatedUnion(
    'acte',
    kindsOffered.map((kind) => z.strictObject(shapeOf(kind))) as [z.ZodObject<ReturnType<typeof shapeOf>>],
    'Choisissez une nature d’acte.',
  )
  .transform(read)

/** That of a correction: an act stays of its kind. */
export function correctionForm(kind: Kind) {
  return z
    .strictObject({ ...shapeOf(kind), reason: text(300, 3) })
    .transform(({ reason, ...form }) => ({ ...read(form), reason }))
}

function shapeOf(kind: Kind) {
  return {
    acte: z.literal(kind, 'Rechargez la page.'),
    effectiveOn: day,
    decisionNumber: optional(text(60)),
    note: optional(text(300)),
    ...(fields[kind] as z.ZodRawShape as Record<never, never>),
    confirme: optional(choice(['oui'])),
  }
}

type Read = { acte: Kind; effectiveOn: string; decisionNumber: string | null; confirme: 'oui' | null }

function read({ acte, confirme, ...form }: Read & Partial<Said>): ActForm {
  return { kind: acte, said: said({ kind: acte, ...form }), confirmed: confirme === 'oui' }
}
