/** What the fields of a type are called, above them and in the summary of errors. */
export const typeLabels = {
  label: 'Nom',
  guard: 'Lu par',
  expires: 'Demander l’échéance à qui ajoute un document',
  validityMonths: 'Validité habituelle, en mois',
}

/** Who reads the papers of a kind, beside the person whose they are and the auditors. */
export const guardChoices = {
  evaluations: 'Ressources humaines et chef de l’unité (évaluations)',
  salary: 'Ressources humaines et affaires financières (solde)',
  identity: 'Ressources humaines seulement (pièces d’identité)',
  private: 'Ressources humaines seulement (vie privée)',
  health: 'Ressources humaines seulement (santé)',
}

export const openToReaders = 'Qui lit le dossier, chef de l’unité compris'
