import { number } from '../lib/french'
import type { FieldError } from '../lib/problems'
import type { SettingName, Settings } from './schema'

type Choice = { value: string; label: string }
/** How a setting is asked for and told. */
export type Asked = { label: string; help?: string } & (
  | { kind: 'text' | 'email' | 'tel' | 'area' | 'check' | 'logo' }
  | { kind: 'whole'; unit: [one: string, many: string]; min: number; max: number }
  | { kind: 'choice'; choices: Choice[] }
)

const hours: [string, string] = ['heure', 'heures']
const points: [string, string] = ['%', '%']

export const asked: Record<SettingName, Asked> = {
  organisationName: { label: 'Nom de l’organisation', kind: 'text' },
  organisationShortName: { label: 'Nom court', kind: 'text', help: 'Dans l’en-tête de chaque page.' },
  logo: { label: 'Logo', kind: 'logo' },
  contactEmail: {
    label: 'Adresse électronique de contact',
    kind: 'email',
    help: 'Sur la page de connexion, les pages d’erreur, au pied des pages et dans les courriels.',
  },
  contactPhone: { label: 'Téléphone de contact', kind: 'tel' },
  sessionIdleHours: {
    label: 'Fin d’une session sans activité',
    kind: 'whole',
    unit: hours,
    min: 1,
    max: 720,
    help: 'En heures. Une session est terminée après ce temps sans consultation.',
  },
  sessionAbsoluteHours: {
    label: 'Fin d’une session dans tous les cas',
    kind: 'whole',
    unit: hours,
    min: 1,
    max: 2160,
    help: 'En heures depuis la connexion, au moins autant que ci-dessus.',
  },
  secondFactorGraceDays: {
    label: 'Délai pour activer le second facteur',
    kind: 'whole',
    unit: ['jour', 'jours'],
    min: 0,
    max: 90,
    help: 'En jours, pour les rôles qui l’exigent. Zéro\u202f: dès la première connexion.',
  },
  signInNotice: { label: 'Message de la page de connexion', kind: 'area', help: 'Au plus 500 caractères.' },
  matriculeModel: {
    label: 'Modèle des matricules',
    kind: 'text',
    help: 'Par exemple 999999A\u202f: 9 pour un chiffre, A pour une lettre capitale, tout autre signe pour lui-même. Les matricules déjà donnés restent valables.',
  },
  echelonYears: {
    label: 'Durée dans un échelon',
    kind: 'whole',
    unit: ['an', 'ans'],
    min: 1,
    max: 10,
    help: 'En années (démonstration). Les avancements à préparer en découlent.',
  },
  uploadLimitMb: {
    label: 'Taille maximale d’un fichier envoyé',
    kind: 'whole',
    unit: ['Mo', 'Mo'],
    min: 1,
    max: 50,
    help: 'En mégaoctets.',
  },
  weightTechnical: { label: 'Compétence technique', kind: 'whole', unit: points, min: 0, max: 100 },
  weightOrganisation: { label: 'Sens de l’organisation', kind: 'whole', unit: points, min: 0, max: 100 },
  weightInitiative: { label: 'Esprit d’initiative', kind: 'whole', unit: points, min: 0, max: 100 },
  weightDiligence: { label: 'Assiduité', kind: 'whole', unit: points, min: 0, max: 100 },
  weightRelations: { label: 'Relations de service', kind: 'whole', unit: points, min: 0, max: 100 },
  mailByDefault: {
    label: 'Courriels de notification',
    kind: 'choice',
    choices: [
      { value: 'immediat', label: 'Tout de suite' },
      { value: 'quotidien', label: 'Une fois par jour' },
      { value: 'jamais', label: 'Jamais' },
    ],
    help: 'Pour les personnes qui n’ont rien choisi elles-mêmes.',
  },
  maintenance: {
    label: 'Fermer le site à tous, sauf aux administrateurs',
    kind: 'check',
    help: 'Les sessions restent ouvertes\u202f; chacun retrouve sa place à la réouverture.',
  },
  maintenanceMessage: {
    label: 'Message affiché pendant la maintenance',
    kind: 'area',
    help: 'Au plus 500 caractères.',
  },
}

const weights = [
  'weightTechnical',
  'weightOrganisation',
  'weightInitiative',
  'weightDiligence',
  'weightRelations',
] as const

/** The page, tab by tab: each is a form of its own. */
export const sections = {
  organisation: {
    label: 'Organisation',
    lead: 'Qui vous êtes, comme le disent les pages et les courriels.',
    fields: ['organisationName', 'organisationShortName', 'contactEmail', 'contactPhone'],
  },
  logo: { label: 'Logo', lead: 'Dans l’en-tête de chaque page, celle de la connexion comprise.', fields: [] },
  acces: {
    label: 'Accès',
    lead: 'Sessions, second facteur et page de connexion.',
    fields: ['sessionIdleHours', 'sessionAbsoluteHours', 'secondFactorGraceDays', 'signInNotice'],
  },
  dossiers: {
    label: 'Dossiers',
    lead: 'Matricules, carrières et fichiers.',
    fields: ['matriculeModel', 'echelonYears', 'uploadLimitMb'],
  },
  evaluations: {
    label: 'Évaluations',
    lead: 'Poids de chaque note dans la note finale, en centièmes\u202f: leur somme est 100. Un changement vaut pour l’année en cours et les suivantes\u202f; les notes des années passées restent ce qu’elles sont.',
    fields: weights,
  },
  notifications: { label: 'Notifications', lead: 'Ce que reçoit une personne nouvelle.', fields: ['mailByDefault'] },
  maintenance: {
    label: 'Maintenance',
    lead: 'Le site peut être fermé le temps d’une intervention.',
    fields: ['maintenance', 'maintenanceMessage'],
  },
} as const satisfies Record<string, { label: string; lead: string; fields: readonly SettingName[] }>

export type SectionName = keyof typeof sections

/** What no field can say by itself. */
export function crossErrors(chosen: Settings): FieldError[] {
  const sum = weights.reduce((total, name) => total + chosen[name], 0)
  const errors: FieldError[] = []
  if (sum !== 100)
    errors.push({ field: weights[0], message: `La somme des cinq poids est 100, et non ${number(sum)}.` })
  if (chosen.sessionIdleHours > chosen.sessionAbsoluteHours)
    errors.push({ field: 'sessionIdleHours', message: 'Au plus la durée d’une session dans tous les cas.' })
  return errors
}

export function weightsChanged(before: Settings, after: Settings): boolean {
  return weights.some((name) => before[name] !== after[name])
}

export type Difference = { field: SettingName; label: string; before: string; after: string }

/** What is other, as people read it, in the order of the page. */
export function differences(before: Settings, after: Settings): Difference[] {
  return changedNames(before, after).map((field) => ({
    field,
    label: asked[field].label,
    before: written(field, before[field]),
    after: written(field, after[field]),
  }))
}

export function changedNames(before: Settings, after: Settings): SettingName[] {
  return (Object.keys(asked) as SettingName[]).filter((field) => before[field] !== after[field])
}

export function pick(chosen: Settings, names: SettingName[]): Partial<Settings> {
  return Object.fromEntries(names.map((name) => [name, chosen[name]]))
}

/** A value as a form sends it. */
export function typedAs(value: Settings[SettingName]): string {
  if (typeof value === 'boolean') return value ? 'oui' : ''
  return value === null ? '' : String(value)
}

function written(field: SettingName, value: Settings[SettingName]): string {
  const how = asked[field]
  if (how.kind === 'logo') return value === null ? 'aucun' : `image ${String(value).slice(0, 8)}`
  if (typeof value === 'boolean') return value ? 'oui' : 'non'
  if (value === null) return 'non renseigné'
  if (how.kind === 'choice') return how.choices.find((one) => one.value === value)?.label ?? String(value)
  if (how.kind !== 'whole') return String(value)
  const [one, many] = how.unit
  return `${number(Number(value))}\u00a0${Number(value) < 2 ? one : many}`
}
