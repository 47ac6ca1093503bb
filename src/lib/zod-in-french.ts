import { z } from 'zod'
import { number, plural } from './french'

/**
 * What zod says where a schema says nothing of its own: whatever it refuses may be shown to somebody. Loaded with `lib/form`, so by
 * every door, and for the whole process: schemas that do not know this file speak French as well.
 */
z.config({ localeError: inFrench })

export function inFrench(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined || issue.input === null) return required
      return kinds[issue.expected] ?? unknown
    case 'too_big':
      return sized(issue, Number(issue.maximum), issue.inclusive === false ? 'Moins de' : 'Au plus')
    case 'too_small':
      if (issue.origin === 'string' && Number(issue.minimum) <= 1) return required
      return sized(issue, Number(issue.minimum), issue.inclusive === false ? 'Plus de' : 'Au moins')
    case 'invalid_format':
      return issue.format === 'email'
        ? 'Une adresse électronique, par exemple prenom.nom@mppeep.example.'
        : 'Ce format n’est pas reconnu.'
    case 'invalid_value':
      return 'Choisissez une valeur de la liste.'
    case 'not_multiple_of':
      return `Un multiple de ${number(Number(issue.divisor))}.`
    case 'unrecognized_keys':
      return 'Ce champ n’existe pas.'
    default:
      return unknown
  }
}

const required = 'Ce champ est obligatoire.'
const unknown = 'Cette valeur n’est pas reconnue.'

const kinds: Record<string, string> = {
  string: 'Ce champ doit être un texte.',
  number: 'Ce champ doit être un nombre.',
  int: 'Ce champ doit être un nombre entier.',
  bigint: 'Ce champ doit être un nombre entier.',
  boolean: 'Ce champ doit être vrai ou faux.',
  date: 'Ce champ doit être une date.',
  array: 'Ce champ doit être une liste.',
  object: 'Ce champ doit être un objet.',
}

const units: Record<string, [one: string, many: string]> = {
  string: ['caractère', 'caractères'],
  array: ['élément', 'éléments'],
  set: ['élément', 'éléments'],
  map: ['élément', 'éléments'],
  file: ['octet', 'octets'],
}

/** « Au plus 128 caractères. », « Au moins 3. » */
function sized({ origin, exact }: { origin: string; exact?: boolean }, limit: number, otherwise: string): string {
  if (!Number.isFinite(limit) || origin === 'date') return unknown
  const unit = units[origin]
  return `${exact ? 'Exactement' : otherwise} ${number(limit)}${unit ? ` ${plural(limit, ...unit)}` : ''}.`
}
