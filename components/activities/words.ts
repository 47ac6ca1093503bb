import { actKinds } from '../../src/lib/act-kinds'
import { absenceTypes, careerKinds, sexes } from '../../src/lib/civil-service'
import { count, moment } from '../../src/lib/french'
import { roleLabels } from '../../src/lib/role-labels'
import { sharedLabels } from '../../src/lib/shared-labels'
import { unitKinds } from '../../src/lib/unit-kinds'
import { guardChoices } from '../documents/types-words'
import { delay, filterCodes } from '../exports/filter-codes'
import { columnLabels } from '../personnel/columns'
import { away, retirement, situations } from '../personnel/filter-words'
import { written as writtenField } from '../personnel/labels'
import { named } from './key-words'

/** What the codes of a line stand for, by the key that carries them. */
const codes: Record<string, Record<string, string>> = {
  role: roleLabels,
  roles: roleLabels,
  kind: { ...unitKinds, ...careerKinds, avancement: 'Avancement' },
  sharedWith: sharedLabels,
  fields: { identity: 'pièces d’identité', private: 'vie privée', salary: 'rémunération', health: 'santé' },
  guard: guardChoices,
  mailByDefault: { immediat: 'Tout de suite', quotidien: 'Une fois par jour', jamais: 'Jamais' },
  sexe: sexes,
  situation: situations,
  absent: away,
  type_absence: { ...absenceTypes, autre: 'Autre motif' },
  evaluation: { contestee: 'Contestée' },
  dossier: { incomplet: 'Incomplet' },
  unite_seule: { 1: 'oui' },
  ...filterCodes,
  acte: Object.fromEntries(Object.entries(actKinds).map(([kind, { label }]) => [kind, label])),
  tri: { ...columnLabels, nom: 'Nom', connexion: 'Dernière connexion' },
  sens: { asc: 'croissant', desc: 'décroissant' },
  colonnes: columnLabels,
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
  document: 'Document',
  import: 'Import',
  page: 'Page',
  unit: 'Unité',
  referential: 'Référentiel',
  act: 'Acte',
  act_template: 'Modèle d’acte',
  signatory: 'Signataire',
}

const wordless = new Set(['batch', 'documentId', 'apres', 'avant'])

const regions = new Intl.DisplayNames(['fr'], { type: 'region' })

/** A value of a line in words, « vide » for none. */
export function written(key: string, value: unknown): string {
  if (value === true) return 'oui'
  if (value === false) return 'non'
  if (Array.isArray(value)) return value.map((one) => written(key, one)).join(', ') || 'vide'
  if (typeof value === 'object' && value !== null)
    return (
      Object.entries(value)
        .map(([name, one]) => `${named(name)}\u202f: ${written(name, one)}`)
        .join('\u202f; ') || 'aucun'
    )
  const text = String(value ?? '')
  if (Object.hasOwn(codes, key) && Object.hasOwn(codes[key]!, text)) return codes[key]![text]!
  if (key === 'retraite' && text) return retirement(text)
  if (key === 'country' && /^[A-Z]{2}$/.test(text)) return regions.of(text) ?? text
  // ids, and the marks of a place in a list, say nothing to anybody
  if (key === 'choix' && text) return count(text.split(',').length, 'personne choisie', 'personnes choisies')
  if (wordless.has(key) && text) return 'oui'
  if (key === 'delai' && text) return delay(text)
  if (key === 'logo' && text) return `image ${text.slice(0, 8)}`
  if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text)) return moment(new Date(text))
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
