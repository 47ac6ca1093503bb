import { moment } from '../../src/lib/french'
import { fieldLabels, written as writtenField } from '../personnel/labels'

/** What is said of an act beside the fields of a file. */
const words: Record<string, string> = {
  email: 'Adresse électronique',
  roles: 'Rôles',
  othersEnded: 'Autres sessions fermées',
  left: 'Codes restants',
  method: 'Méthode',
  route: 'Adresse demandée',
  status: 'Réponse',
  asked: 'Recherche',
  total: 'Lignes',
  people: 'Personnes',
  lines: 'Écritures',
  askedBy: 'Demandé par',
  fields: 'Rubriques lues',
  version: 'Version du dossier',
  identity: 'pièces d’identité',
  private: 'vie privée',
  salary: 'rémunération',
  health: 'santé',
}

const objects: Record<string, string> = {
  personnel: 'Dossier',
  account: 'Compte',
  session: 'Session',
  list: 'Liste',
  leave: 'Droits à congé',
  letter: 'Courrier',
  setting: 'Paramètres',
  correction: 'Demande de correction',
  page: 'Page',
}

/** What a key of a line is called in French; its own name when it is of another version of the program. */
export function named(key: string): string {
  return (fieldLabels as Record<string, string>)[key] ?? words[key] ?? key
}

/** A value of a line in words, « vide » for none. */
export function written(key: string, value: unknown): string {
  if (value === true) return 'oui'
  if (value === false) return 'non'
  if (Array.isArray(value)) return value.map((one) => words[String(one)] ?? written(key, one)).join(', ') || 'vide'
  if (typeof value === 'object' && value !== null)
    return (
      Object.entries(value)
        .map(([name, one]) => `${named(name)}\u202f: ${written(name, one)}`)
        .join('\u202f; ') || 'vide'
    )
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) return moment(new Date(value))
  return writtenField(key, value, [])
}

/** What a line is about, in words. */
export function about(line: Record<'targetKind' | 'targetId' | 'targetName', string | null>) {
  if (line.targetName) return line.targetName
  if (!line.targetKind) return null
  const kind = objects[line.targetKind] ?? line.targetKind
  // the ids of accounts and letters say nothing to anybody
  return line.targetId && line.targetId.length < 36 ? `${kind} ${line.targetId}` : kind
}
