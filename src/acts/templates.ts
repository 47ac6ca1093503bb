import { z } from 'zod'
import { record } from '../activities/activities'
import { can, type User } from '../actor'
import { transaction } from '../db/sql'
import { type ActKind, actKinds } from '../lib/act-kinds'
import { choice, day } from '../lib/form'
import { longDay } from '../lib/long-day'
import { conflict, forbidden, invalid } from '../lib/problems'
import { isoToday } from '../lib/today'
import { tried } from './preparation'
import { bodyFault } from './rules'
import * as queries from './template-queries'
import { variablesOf } from './variables'

export type { TemplateVersion } from './template-queries'
export { listVersions } from './template-queries'
export { variablesOf } from './variables'

const body = z
  .string('Ce champ est obligatoire.')
  .transform((value) =>
    value
      .normalize('NFC')
      .replace(/\r\n?/g, '\n')
      .replace(/(?<![ \t])[ \t]+$/gm, '')
      .trim(),
  )
  .pipe(
    z
      .string()
      .min(20, 'Au moins 20 caractères.')
      .max(4000, 'Au plus 4\u202f000 caractères.')
      .refine(
        (value) => !/[\u0001-\u0009\u000b-\u001f\u007f\ufffd]/.test(value),
        'Ce texte contient un caractère illisible.',
      ),
  )
/** `version`: the one that was on screen, so that nobody writes over another's unseen. */
export const templateForm = z.strictObject({
  corps: body,
  des: day,
  version: z.coerce.number().int().min(1).max(1_000_000),
  // for the preview only
  personne: z.string().max(20).optional(),
})
/** The same form as it is being written, to be seen on somebody: as text in the page, or as the sheet. */
export const trialForm = z.strictObject({
  corps: body,
  personne: z
    .string()
    .max(20, 'Au plus 20 caractères.')
    .default('')
    .refine((matricule) => matricule.trim() !== '', 'Indiquez le matricule de quelqu’un.'),
  des: z.string().max(10).default(''),
  version: z.string().max(7).default(''),
  forme: choice(['texte', 'pdf']).default('texte'),
})

/** What is being written, as it would be for somebody of whom the actor may make acts. Nothing is kept. */
export function tryTemplate(actor: User, kind: ActKind, { corps, personne }: { corps: string; personne: string }) {
  if (!can(actor, 'acts.templates')) throw forbidden()
  refuseFault(kind, corps)
  return tried(actor, kind, corps, personne.trim().toUpperCase())
}

/** What a kind of act says from a day on. The same as the last version: nothing happens. */
export async function writeTemplate(actor: User, kind: ActKind, input: z.output<typeof templateForm>): Promise<void> {
  if (!can(actor, 'acts.templates')) throw forbidden()
  const { corps, des } = input
  refuseFault(kind, corps)
  await transaction(async (tx) => {
    const last = await queries.lockLast(tx, kind)
    if (last.body === corps && last.validFrom === des) return
    if (last.version !== input.version)
      throw conflict(
        'Ce modèle vient d’être changé par quelqu’un d’autre. Relisez la dernière version, puis recommencez.',
      )
    const earliest = last.validFrom > isoToday() ? last.validFrom : isoToday()
    if (des < earliest)
      throw invalid([
        {
          field: 'des',
          message: `Le ${longDay(earliest)} au plus tôt\u202f: les actes déjà produits gardent leur modèle.`,
        },
      ])
    const version = last.version + 1
    await queries.insertTemplate(tx, { kind, version, body: corps, validFrom: des }, actor.id)
    const target = { kind: 'act_template' as const, id: kind, name: actKinds[kind].label }
    await record(tx, actor, { event: 'acts.template_written', target, after: { actVersion: version, from: des } })
  })
}

/** An unknown name is said at the field where it stands. */
function refuseFault(kind: ActKind, corps: string): void {
  const names = variablesOf(kind).map(({ name }) => name)
  const fault = bodyFault(corps, names)
  if (fault) throw invalid([{ field: 'corps', message: fault }])
}
