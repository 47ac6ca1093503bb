/**
 * Words of the civil service that a page uses and not everybody knows, each in a sentence or two. What is ruled by dated tables
 * (grids, limits of age) is not repeated here: the pages show what is in force.
 */
export const glossary = {
  categorie: {
    word: 'catégorie',
    means: 'Le niveau de recrutement d’un grade, de A (conception et direction) à D (exécution).',
  },
  grade: {
    word: 'grade',
    means: 'Le rang d’un fonctionnaire dans sa catégorie, par exemple A3. Il est distinct de l’emploi occupé.',
  },
  classe: {
    word: 'classe',
    means: 'Une division du grade\u202f: deuxième classe à l’entrée, puis première, principale et exceptionnelle.',
  },
  echelon: {
    word: 'échelon',
    means:
      'Une marche à l’intérieur de la classe, gravie avec l’ancienneté. Avec le grade et la classe, elle donne l’indice.',
  },
  indice: {
    word: 'indice',
    means: 'Le nombre de points attaché à un grade, une classe et un échelon, qui sert à calculer la solde de base.',
  },
  avancement: {
    word: 'avancement',
    means: 'Le passage à l’échelon ou à la classe supérieurs dans le même grade. Il prend effet par une décision.',
  },
  position: {
    word: 'position administrative',
    means:
      'La situation d’un fonctionnaire envers l’administration\u202f: en activité, en détachement, en disponibilité, hors cadre… Elle change par une décision.',
  },
  detachement: {
    word: 'détachement',
    means: 'Servir hors de son administration d’origine, en gardant ses droits à l’avancement et à la retraite.',
  },
  disponibilite: {
    word: 'disponibilité',
    means: 'Cesser ses fonctions pour un temps, sans solde et sans avancement.',
  },
  hors_cadre: {
    word: 'hors cadre',
    means:
      'Servir, après un détachement, dans un organisme dont on suit le régime\u202f: l’avancement et la retraite d’origine s’interrompent.',
  },
  conge_annuel: {
    word: 'congé annuel',
    means: 'Le repos payé que donne le service accompli dans l’année. Le droit se compte en jours calendaires.',
  },
  limite_age: {
    word: 'limite d’âge',
    means:
      'L’âge fixé pour le grade dans les référentiels. La retraite prend effet le 31 décembre de l’année où il est atteint.',
  },
  prise_service: {
    word: 'prise de service',
    means: 'Le jour où l’agent commence à exercer. Elle ne peut pas précéder le recrutement.',
  },
  decision: {
    word: 'décision',
    means: 'L’acte signé qui fonde un changement de carrière. Son numéro permet de le retrouver.',
  },
  interim: {
    word: 'intérim',
    means: 'Le remplacement d’un responsable absent, entre deux dates, par quelqu’un qui agit en son nom.',
  },
  poste_vacant: {
    word: 'poste vacant',
    means: 'Un poste de responsable que personne n’occupe. Ce qui lui revient est traité par l’unité au-dessus.',
  },
  attestation_travail: {
    word: 'attestation de travail',
    means: 'Elle dit qu’une personne est en service, depuis quand et comme quoi. Elle ne dit pas qu’elle est présente.',
  },
  certificat_presence: {
    word: 'certificat de présence',
    means:
      'Il dit que la personne est à son poste le jour où il est signé. Il faut pour cela qu’elle soit en activité.',
  },
  etat_signaletique: {
    word: 'état signalétique',
    means: 'Le résumé du dossier administratif\u202f: état civil, recrutement, grade, position et affectation.',
  },
  decision_affectation: {
    word: 'décision d’affectation',
    means: 'L’acte qui désigne l’unité où une personne sert, sa fonction et le jour où cela commence.',
  },
  echeance: {
    word: 'échéance',
    means: 'Le dernier jour où une pièce est valable. Elle est signalée avant, pour laisser le temps de la renouveler.',
  },
} as const

export type Term = keyof typeof glossary
