import type { Person } from '../personnel/person'

/** What a column of a file may be: a field of a person, or what a change says of itself. */
export type Field = keyof Person | 'decisionNumber' | 'effectiveOn'

/** Every field with the names that files give it, the most usual first. Without which nobody is created: `required`. */
const names: Record<Field, string[]> = {
  matricule: ['Matricule', 'Mle', 'Mat', 'N° matricule', 'Numéro matricule', 'Matricule agent', 'Id agent'],
  lastName: ['Nom', 'Noms', 'Nom de famille', 'Patronyme', 'Nom agent'],
  firstNames: ['Prénoms', 'Prénom', 'Prénom(s)', 'Prenoms agent'],
  maidenName: ['Nom de jeune fille', 'Nom jeune fille', 'NJF', 'Née'],
  sex: ['Sexe', 'Genre', 'Civilité', 'Sx'],
  birthDate: [
    'Date de naissance',
    'Date de nais.',
    'Date naissance',
    'Né le',
    'Née le',
    'Né(e) le',
    'DDN',
    'Naissance',
  ],
  birthPlace: ['Lieu de naissance', 'Lieu de nais.', 'Lieu naissance', 'Né à', 'Né(e) à'],
  nationality: ['Nationalité', 'Nat.'],
  maritalStatus: [
    'Situation familiale',
    'Situation matrimoniale',
    'Situation de famille',
    'État civil',
    'Sit. fam.',
    'Sit. mat.',
  ],
  children: ['Nombre d’enfants', 'Nb enfants', 'Nbre enfants', 'Nbre d’enfants', 'Enfants', 'Enfants à charge'],
  nationalId: ['Carte nationale d’identité', 'CNI', 'N° CNI', 'Numéro CNI', 'Carte d’identité', 'Pièce d’identité'],
  passport: ['Passeport', 'N° passeport', 'Numéro de passeport'],
  workEmail: [
    'Adresse électronique professionnelle',
    'Courriel professionnel',
    'E-mail professionnel',
    'Mail pro',
    'Courriel',
    'E-mail',
    'Mail',
    'Adresse électronique',
    'Adresse e-mail',
  ],
  personalEmail: ['Adresse électronique personnelle', 'Courriel personnel', 'E-mail personnel', 'Mail perso'],
  phone: [
    'Téléphone',
    'Tél.',
    'Tel',
    'Contact',
    'Contacts',
    'Cellulaire',
    'Portable',
    'Mobile',
    'N° téléphone',
    'Téléphone 1',
    'Contact 1',
  ],
  otherPhone: ['Autre téléphone', 'Téléphone 2', 'Tél. 2', 'Contact 2', 'Second téléphone', 'Fixe'],
  address: [
    'Commune ou ville, quartier',
    'Adresse',
    'Adresse géographique',
    'Domicile',
    'Lieu de résidence',
    'Résidence',
    'Commune',
    'Quartier',
  ],
  poBox: ['Boîte postale', 'BP', 'Adresse postale'],
  jobTitle: ['Fonction', 'Emploi', 'Poste', 'Emploi occupé', 'Fonction occupée', 'Intitulé du poste'],
  unit: [
    'Unité',
    'Code unité',
    'Service',
    'Direction',
    'Structure',
    'Affectation',
    'Sous-direction',
    'Lieu d’affectation',
    'Unité d’affectation',
  ],
  grade: ['Grade', 'Gr.', 'Grade actuel'],
  class: ['Classe', 'Cl.'],
  echelon: ['Échelon', 'Ech.', 'Éch'],
  indexPoints: ['Indice', 'Points d’indice', 'Ind.', 'Indice de traitement'],
  position: ['Position administrative', 'Position', 'Situation administrative', 'Statut'],
  recruitedOn: [
    'Date de recrutement',
    'Recrutement',
    'Recruté le',
    'Date de recrut.',
    'Date d’entrée à la fonction publique',
    'Date d’engagement',
    'Date d’embauche',
  ],
  startedOn: [
    'Prise de service',
    'Date de prise de service',
    '1re prise de service',
    'Première prise de service',
    'Date PS',
    'DPPS',
    'Date de première prise de service',
  ],
  decisionNumber: [
    'Numéro de décision',
    'N° décision',
    'N° de décision',
    'Décision',
    'Référence de la décision',
    'N° arrêté',
    'Arrêté',
  ],
  effectiveOn: ['Date d’effet', 'Effet', 'À compter du', 'PC', 'Pour compter du'],
}

export const fields = Object.keys(names) as [Field, ...Field[]]
export const required: readonly Field[] = [
  ...(['matricule', 'lastName', 'firstNames', 'sex', 'birthDate', 'unit', 'grade', 'class', 'echelon'] as const),
  ...(['recruitedOn', 'startedOn'] as const),
]

const byName = new Map(
  fields.flatMap((field) => [field, ...names[field]].map((name) => [folded(name), field] as const)),
)

/** What a column of this field is called by whoever names it here. */
export function nameOf(field: Field): string {
  return names[field][0]!
}

/** The column that a file has when it comes back with what is wrong in it. */
export const messagesHeader = 'Messages'

/** The field that a column of this name is, whatever its accents, capitals and points. */
export function fieldNamed(header: string): Field | null {
  return byName.get(folded(header)) ?? null
}

/** A field for each column, none twice: the first column of a name has it. */
export function suggestions(headers: string[]): (Field | null)[] {
  const given = new Set<Field>()
  return headers.map((header) => {
    const field = fieldNamed(header)
    if (!field || given.has(field)) return null
    given.add(field)
    return field
  })
}

/** Letters and figures alone, without accents: how two writings of a word are the same. */
export function folded(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '')
}

/** What a header is known again by, whether it comes back with messages or not. */
export function signatureOf(headers: string[]): string {
  const own = headers.at(-1) === messagesHeader ? headers.slice(0, -1) : headers
  return own.map(folded).join('|')
}
