/** What can be taken away as a file: how it is called, what is counted in it, the page that it is of, and under which door. */
export const exportables = {
  personnel: { title: 'Personnel', one: 'personne', many: 'personnes', place: '/personnel', nav: 'personnel' },
  documents: {
    title: 'Documents à renouveler',
    one: 'document',
    many: 'documents',
    place: '/documents',
    nav: 'documents',
  },
  corrections: {
    title: 'Demandes de correction',
    one: 'demande',
    many: 'demandes',
    place: '/corrections',
    nav: 'corrections',
  },
  comptes: { title: 'Utilisateurs', one: 'compte', many: 'comptes', place: '/utilisateurs', nav: 'utilisateurs' },
  unites: { title: 'Organisation', one: 'unité', many: 'unités', place: '/organisation', nav: 'organisation' },
  'postes-vacants': {
    title: 'Postes vacants',
    one: 'poste vacant',
    many: 'postes vacants',
    place: '/organisation/postes-vacants',
    nav: 'organisation',
  },
  avancements: {
    title: 'Avancements à préparer',
    one: 'avancement',
    many: 'avancements',
    place: '/carriere/avancements',
    nav: 'carriere',
  },
  retraites: {
    title: 'Départs à la retraite',
    one: 'ligne',
    many: 'lignes',
    place: '/carriere/retraites',
    nav: 'carriere',
  },
  actes: { title: 'Actes', one: 'acte', many: 'actes', place: '/actes', nav: 'actes' },
  journal: { title: 'Journal', one: 'ligne', many: 'lignes', place: '/journal', nav: 'journal' },
  etat: { title: 'État du personnel', one: 'personne', many: 'personnes', place: '/personnel', nav: 'personnel' },
  dossier: { title: 'Dossier complet', one: 'pièce', many: 'pièces', place: '/personnel', nav: 'personnel' },
} as const
export type Exportable = keyof typeof exportables
export const exportableNames = Object.keys(exportables) as [Exportable, ...Exportable[]]

/** The forms in which something is taken away, each with its media type. */
export const formats = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pdf: 'application/pdf',
  zip: 'application/zip',
} as const
export type Format = keyof typeof formats
export const formatCodes = Object.keys(formats) as [Format, ...Format[]]

export const formatNames: Record<Format, string> = { csv: 'CSV', xlsx: 'Excel', pdf: 'PDF', zip: 'ZIP' }

/** Where its exports are asked for, watched and fetched: those of the personnel have kept their address. */
export function exportsHome(name: Exportable): string {
  return name === 'personnel' ? '/personnel/exports' : '/exports'
}
