/** What lists are asked for: the parameters of their addresses. */
export const listLabels = {
  q: 'Mots cherchés',
  unite: 'Unité',
  unite_seule: 'Sans les unités rattachées',
  categorie: 'Catégorie',
  sexe: 'Sexe',
  age_min: 'Âge minimum',
  age_max: 'Âge maximum',
  retraite: 'Retraite',
  choix: 'Sélection',
  retraite_annee: 'Année de la retraite',
  situation: 'Situation',
  present_le: 'Présents le',
  entree: 'Entrés en',
  sortie: 'Sortis en',
  absent: 'Absence',
  type_absence: 'Motif d’absence',
  evalue: 'Évalués en',
  evaluation: 'Évaluation',
  dossier: 'Dossier',
  type: 'Type de document',
  delai: 'Échéance',
  etat: 'État',
  quand: 'Période',
  annee: 'Année',
  tri: 'Tri',
  sens: 'Sens du tri',
  apres: 'Après',
  avant: 'Avant',
  fin: 'Dernière page',
  colonnes: 'Colonnes',
  acteur: 'Auteur',
  personne: 'Personne concernée',
  acte: 'Acte',
  du: 'Du',
  au: 'Au',
  adresse: 'Adresse IP',
  rayon: 'CF-Ray',
  requete: 'Référence de la requête',
} satisfies Record<string, string>

/** What other pages are asked for, and what the list of people takes from the words of a file. */
const others: Record<string, string> = {
  grade: 'Grade',
  position: 'Position',
  role: 'Rôle',
  le: 'En vigueur le',
  champ: 'Colonne',
  code: 'Code de vérification',
  liste: 'Liste',
  format: 'Format',
  limite: 'Nombre de lignes',
  onglet: 'Onglet',
  rubrique: 'Rubrique',
  vers: 'Unité d’arrivée',
  page: 'Page',
}

const all: Record<string, string> = { ...listLabels, ...others }

/** What a parameter of an address is called on the page that reads it; its own name when it is none of ours. */
export function parameterLabel(name: string): string {
  return Object.hasOwn(all, name) ? all[name]! : name
}
