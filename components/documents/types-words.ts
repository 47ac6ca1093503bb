/** Who reads the papers of a kind, beside the person whose they are and the auditors. */
export const guardChoices = {
  evaluations: 'Ressources humaines et chef de l’unité (évaluations)',
  salary: 'Ressources humaines et affaires financières (solde)',
  identity: 'Ressources humaines seulement (pièces d’identité)',
  private: 'Ressources humaines seulement (vie privée)',
  health: 'Ressources humaines seulement (santé)',
}

export const openToReaders = 'Qui lit le dossier, chef de l’unité compris'
