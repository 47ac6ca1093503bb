import { type ActKind, actKindNames } from '../lib/act-kinds'
import { classes, maritalStatuses, positions } from '../lib/civil-service'
import { count, number } from '../lib/french'
import { longDay } from '../lib/long-day'
import type { Signatory } from './signatory-queries'
import type { Subject } from './subject-queries'

/** Where somebody is sent, when the act is about that. */
export type Posting = { unit: string; title: string; on: string }

export type Told = {
  subject: Subject
  signatory: Signatory
  day: string
  organisation: string
  posting: Posting | null
}

type Variable = { meaning: string; of: (told: Told) => string; only?: ActKind[] }

const all = {
  civilite: { meaning: 'Monsieur ou Madame', of: ({ subject }) => (isWoman(subject) ? 'Madame' : 'Monsieur') },
  nom_complet: {
    meaning: 'Nom et prénoms',
    of: ({ subject: { lastName, firstNames } }) => `${lastName} ${firstNames}`,
  },
  nom: { meaning: 'Nom', of: ({ subject }) => subject.lastName },
  prenoms: { meaning: 'Prénoms', of: ({ subject }) => subject.firstNames },
  matricule: { meaning: 'Matricule', of: ({ subject }) => subject.matricule },
  ne: { meaning: 'né ou née', of: ({ subject }) => (isWoman(subject) ? 'née' : 'né') },
  il: { meaning: 'Il ou Elle', of: ({ subject }) => (isWoman(subject) ? 'Elle' : 'Il') },
  date_naissance: { meaning: 'Date de naissance', of: ({ subject }) => longDay(subject.birthDate) },
  lieu_naissance: {
    meaning: 'Lieu de naissance',
    of: ({ subject }) => said(subject.birthPlace),
    only: ['etat_signaletique'],
  },
  nationalite: { meaning: 'Nationalité', of: ({ subject }) => said(subject.nationality), only: ['etat_signaletique'] },
  situation_famille: {
    meaning: 'Situation de famille',
    of: ({ subject }) => said(subject.maritalStatus && maritalStatuses[subject.maritalStatus]),
    only: ['etat_signaletique'],
  },
  enfants: { meaning: 'Enfants à charge', of: ({ subject }) => number(subject.children), only: ['etat_signaletique'] },
  echelon: {
    meaning: 'Échelon',
    of: ({ subject }) => `${subject.echelon}e\u00a0échelon`.replace(/^1e/, '1er'),
    only: ['etat_signaletique'],
  },
  indice: {
    meaning: 'Indice',
    of: ({ subject }) => `indice\u00a0${number(subject.indexPoints)}`,
    only: ['etat_signaletique'],
  },
  grade: { meaning: 'Grade', of: ({ subject }) => subject.grade },
  classe: { meaning: 'Classe', of: ({ subject }) => (classes[subject.class] ?? subject.class).toLocaleLowerCase('fr') },
  position: {
    meaning: 'Position administrative',
    of: ({ subject }) => (positions[subject.position] ?? subject.position).toLocaleLowerCase('fr'),
  },
  fonction: { meaning: 'Fonction occupée', of: ({ subject }) => said(subject.jobTitle) },
  unite: { meaning: 'Unité', of: ({ subject }) => subject.unit },
  direction: { meaning: 'Direction ou cabinet', of: ({ subject }) => said(subject.direction) },
  date_recrutement: { meaning: 'Date de recrutement', of: ({ subject }) => longDay(subject.recruitedOn) },
  date_prise_service: { meaning: 'Date de prise de service', of: ({ subject }) => longDay(subject.startedOn) },
  anciennete: { meaning: 'Ancienneté, en années', of: ({ subject, day }) => served(subject, day) },
  present: { meaning: 'présent ou présente', of: ({ subject }) => (isWoman(subject) ? 'présente' : 'présent') },
  interesse: {
    meaning: 'intéressé ou intéressée',
    of: ({ subject }) => (isWoman(subject) ? 'intéressée' : 'intéressé'),
  },
  affecte: {
    meaning: 'affecté ou affectée',
    of: ({ subject }) => (isWoman(subject) ? 'affectée' : 'affecté'),
    only: ['decision_affectation'],
  },
  affectation_unite: {
    meaning: 'Unité d’affectation',
    of: ({ posting }) => said(posting?.unit),
    only: ['decision_affectation'],
  },
  affectation_fonction: {
    meaning: 'Fonction confiée',
    of: ({ posting }) => said(posting?.title),
    only: ['decision_affectation'],
  },
  affectation_date: {
    meaning: 'Date d’effet de l’affectation',
    of: ({ posting }) => said(posting && longDay(posting.on)),
    only: ['decision_affectation'],
  },
  soussigne: {
    meaning: 'soussigné ou soussignée',
    of: ({ signatory }) => (isWoman(signatory) ? 'soussignée' : 'soussigné'),
  },
  signataire: { meaning: 'Nom du signataire', of: ({ signatory }) => signatory.name },
  signataire_fonction: {
    meaning: 'Fonction du signataire, avec « p.i. » en intérim',
    // a decision is taken by « le Directeur »; elsewhere it follows a name: « X, Directeur »
    of: ({ signatory, posting }) => (posting ? within : beside)(titleOf(signatory)),
  },
  organisation: { meaning: 'Nom du ministère', of: ({ organisation }) => organisation },
  date: { meaning: 'Date de l’acte', of: ({ day }) => longDay(day) },
} as const satisfies Record<string, Variable>

const known: Record<string, Variable> = all

/** What a template of this kind may be filled in with, and what each is. */
export function variablesOf(kind: ActKind): { name: string; meaning: string }[] {
  return Object.entries(known)
    .filter(([, { only = actKindNames }]) => only.includes(kind))
    .map(([name, { meaning }]) => ({ name, meaning }))
}

export function valuesOf(kind: ActKind, told: Told): Record<string, string> {
  return Object.fromEntries(variablesOf(kind).map(({ name }) => [name, known[name]!.of(told)]))
}

export function titleOf({ title, interim }: Pick<Signatory, 'title' | 'interim'>): string {
  return interim ? `${title} p.i.` : title
}

/** « La Directrice » stands above a signature; within a sentence it is « la Directrice ». */
function within(title: string): string {
  return title.replace(/^L(?=[ea] |’|')/, 'l')
}

function beside(title: string): string {
  return title.replace(/^(L[ea] |L[’'])/, '')
}

function isWoman({ sex }: { sex: 'F' | 'M' }): boolean {
  return sex === 'F'
}

function said(value: string | null | undefined): string {
  return value || 'non renseigné'
}

/** Whole years, to the day of the act or of the departure. */
function served({ startedOn, leftOn }: Subject, day: string): string {
  const end = leftOn && leftOn < day ? leftOn : day
  const years = Number(end.slice(0, 4)) - Number(startedOn.slice(0, 4)) - (end.slice(5) < startedOn.slice(5) ? 1 : 0)
  return years > 0 ? count(years, 'an', 'ans') : 'moins d’un an'
}
