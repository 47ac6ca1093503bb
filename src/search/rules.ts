import type { Action } from '../actor'
import { actKindNames, actKinds } from '../lib/act-kinds'
import { ofSomebody } from '../lib/french'

/** What one may be looking for besides people: a page or an act, with words that people have for it. */
export type Door = { label: string; href: string; words: string }

/** Without accents or capitals, word by word. */
export function wordsOf(text: string): string[] {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/œ/g, 'oe')
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
}

/** The doors that have a word beginning with each of these; those whose own name begins so come first. */
export function doorsFor(terms: string[], doors: Door[]): Door[] {
  if (terms.length === 0) return []
  const named = (words: string[]) => terms.every((term) => words.some((word) => word.startsWith(term)))
  const found = doors.filter(({ label, words }) => named(wordsOf(`${label} ${words}`)))
  return [...found.filter(({ label }) => named(wordsOf(label))), ...found.filter(({ label }) => !named(wordsOf(label)))]
}

/** An act about somebody: what is done, the page where it is, who may, and the words that ask for it. */
export type Act = { label: (name: string) => string; below: string; action: Action; words: string }

export const actsAboutSomebody: Act[] = [
  ...actKindNames.map((kind) => ({
    label: (name: string) => `${actKinds[kind].label} ${ofSomebody(name)}`,
    below: `/actes/nouveau?acte=${kind}`,
    action: 'acts.produce' as const,
    words: `${wordsOf(actKinds[kind].label).join(' ')} acte produire imprimer`,
  })),
  {
    label: (name) => `Inscrire un acte de carrière ${ofSomebody(name)}`,
    below: '/carriere/nouveau',
    action: 'personnel.write',
    words: 'inscrire acte carriere avancement promotion affectation',
  },
  {
    label: (name) => `Modifier le dossier ${ofSomebody(name)}`,
    below: '/modification',
    action: 'personnel.write',
    words: 'modifier corriger changer',
  },
  {
    label: (name) => `Enregistrer un départ ${ofSomebody(name)}`,
    below: '/depart',
    action: 'personnel.write',
    words: 'enregistrer depart partir quitter demission deces retraite',
  },
]

/** « Attestation de travail de … », « décision d’affectation de … »: words that name neither an act nor a person. */
const between = ['de', 'd', 'du', 'des', 'un', 'une', 'le', 'la', 'l']

/**
 * « départ konan »: the act that is asked for, and the words that are left for a person. All the words are for a person when none
 * names an act (by four letters at least, so that a name that begins so is not taken for one), and for acts when nobody is named.
 */
export function asked(terms: string[]): { acts: Act[]; person: string[] } {
  const naming = terms.filter((term) => term.length >= 4 && actsAboutSomebody.some((act) => names(act, term)))
  const person = terms.filter((term) => !naming.includes(term) && !between.includes(term))
  if (naming.length === 0 || person.length === 0) return { acts: [], person: terms }
  return { acts: actsAboutSomebody.filter((act) => naming.every((term) => names(act, term))), person }
}

function names({ words }: Act, term: string): boolean {
  return words.split(' ').some((word) => word.startsWith(term))
}
