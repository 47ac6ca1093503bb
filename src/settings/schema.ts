import { z } from 'zod'
import { choice, optional, text, whole } from '../lib/form'
import { isModel } from '../lib/matricule'
import { phoneNumber } from '../lib/phone-number'

/** Everything an administrator can decide, with what holds until somebody does. Each is enforced where its comment says. */
export const settingsSchema = z.object({
  /** On every page and letter (lib/organisation). */
  organisationName: text(120).default(
    'Ministère du Patrimoine, du Portefeuille de l’État et des Entreprises publiques',
  ),
  organisationShortName: text(20).default('MPPEEP'),
  /** The version of a row of `logos`. */
  logo: optional(z.string().regex(/^[0-9a-f]{32}$/, 'Ce logo n’existe pas.')),
  contactEmail: optional(text(254).pipe(z.email('Une adresse électronique, par exemple prenom.nom@mppeep.example.'))),
  contactPhone: optional(text(30)),
  /** Days that an account has for its second factor once its role demands one (auth). */
  secondFactorGraceDays: whole(0, 90).default(0),
  /** Hours without a request after which a session is over, and hours after which it is whatever happens (auth). */
  sessionIdleHours: whole(1, 720).default(168),
  sessionAbsoluteHours: whole(1, 2160).default(168),
  /** Above the sign-in form. */
  signInNotice: optional(text(500)),
  /** Of one file that somebody sends, in MB (corrections, settings). */
  uploadLimitMb: whole(1, 50).default(10),
  /** Of a matricule that is new (personnel). */
  matriculeModel: text(20)
    .refine(
      isModel,
      'Des 9, des A, des capitales, des chiffres, des points, des barres ou des tirets, dont au moins un 9.',
    )
    .default('999999A'),
  /** Years in an échelon before the next one is to be prepared (career). */
  echelonYears: whole(1, 10).default(2),
  /** Of the five marks, in hundredths (the trigger `evaluations_keep`, through `evaluation_weights`). */
  weightTechnical: whole(0, 100).default(30),
  weightOrganisation: whole(0, 100).default(20),
  weightInitiative: whole(0, 100).default(20),
  weightDiligence: whole(0, 100).default(15),
  weightRelations: whole(0, 100).default(15),
  /** Of whoever has chosen nothing (notifications). */
  mailByDefault: choice(['immediat', 'quotidien', 'jamais']).default('quotidien'),
  /** Everybody but the administrators stays outside (http/maintenance), and reads this there. */
  maintenance: z.preprocess((said) => said === true || said === 'oui', z.boolean()),
  maintenanceMessage: optional(text(500)),
})

/**
 * What is asked of a value that is typed now. One that was decided under a wider rule goes on being read: a setting that makes no
 * sense would take all the others with it.
 */
export const typedSettings = settingsSchema.extend({
  contactPhone: optional(
    text(30).refine(
      (typed) => phoneNumber(typed) !== null,
      'Un numéro de téléphone à dix chiffres, par exemple 27\u00a020\u00a000\u00a000\u00a012.',
    ),
  ),
})

export type Settings = z.output<typeof settingsSchema>
export type SettingName = keyof Settings
