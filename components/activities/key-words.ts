import { fieldLabels } from '../personnel/labels'
import { settingLabels } from '../settings/labels'
import { listLabels } from '../ui/parameters'

/** What an act carries beside the fields of a file and the settings. */
const ofActs: Record<string, string> = {
  email: 'Adresse électronique',
  act: 'Acte',
  batch: 'Décision collective',
  documentId: 'Pièce jointe',
  note: 'Observation',
  effectiveOn: 'Date d’effet',
  created: 'Dossiers créés',
  updated: 'Dossiers modifiés',
  unchanged: 'Lignes sans changement',
  leftOut: 'Lignes laissées de côté',
  removed: 'Dossiers retirés',
  restored: 'Dossiers rétablis',
  kept: 'Dossiers conservés',
  roles: 'Rôles',
  role: 'Rôle',
  startsOn: 'À partir du',
  endsOn: 'Jusqu’au',
  device: 'Appareil',
  country: 'Pays',
  reason: 'Motif',
  sessions: 'Sessions terminées',
  othersEnded: 'Autres sessions fermées',
  left: 'Codes restants',
  method: 'Méthode',
  path: 'Adresse demandée',
  // of lines written when only its pattern was kept
  route: 'Adresse demandée',
  status: 'Réponse',
  asked: 'Critères',
  format: 'Format',
  total: 'Lignes',
  people: 'Personnes',
  lines: 'Écritures',
  askedBy: 'Demandé par',
  fields: 'Rubriques lues',
  name: 'Fichier',
  found: 'Trouvé par l’antivirus',
  documentVersion: 'Version du document',
  issuedOn: 'Délivré le',
  expiresOn: 'Échéance',
  title: 'Nom de l’unité',
  kind: 'Nature',
  parent: 'Unité de rattachement',
  openedOn: 'Ouverte le',
  closedOn: 'Fermée le',
  rank: 'Rang d’affichage',
  chief: 'Chef',
  into: 'Fusionnée dans',
  units: 'Unités rattachées',
  accounts: 'Comptes concernés',
  decisionNumber: 'Numéro de décision',
  from: 'À compter du',
  values: 'Valeurs',
  retirements: 'Dates de retraite changées',
  points: 'Indices changés',
  label: 'Nom',
  guard: 'Lu par',
  requiredOf: 'Pièce exigée en catégorie',
  expires: 'Échéance demandée',
  validityMonths: 'Validité en mois',
  alertDays: 'Annoncé tant de jours avant',
  retiredOn: 'Retiré le',
  actVersion: 'Version du modèle',
  signatory: 'Signataire',
  interim: 'Par intérim',
  category: 'Catégorie',
  above: 'Juste au-dessus de',
  sharedWith: 'Partagée avec',
}

const version = 'Version du dossier'
const all: Record<string, string> = { ...listLabels, ...ofActs, ...settingLabels, ...fieldLabels, version }

/** Keys in the order in which pages show them; the database keeps another. */
export function inOrder(keys: Iterable<string>): string[] {
  const place = (key: string) => order.get(key) ?? order.size
  return [...keys].sort((one, other) => place(one) - place(other))
}

const order = new Map(Object.keys(all).map((key, index) => [key, index]))

/** What a key of a line is called in French; its own name when it is of another version of the program. */
export function named(key: string): string {
  return Object.hasOwn(all, key) ? all[key]! : key
}
