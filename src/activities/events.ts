/** Everything the journal can say, with what each line carries. An event that is not here does not compile. */
export const events = {
  'session.opened': 'Connexion',
  'session.closed': 'Déconnexion',
  'session.refused': 'Connexion refusée',
  'account.created': 'Compte créé',
  'account.disabled': 'Compte désactivé',
  'personnel.created': 'Dossier créé',
  'personnel.updated': 'Dossier modifié',
  'personnel.left': 'Départ enregistré',
  'personnel.returned': 'Réintégration enregistrée',
  'personnel.exported': 'Liste exportée',
  'mail.resent': 'Courrier renvoyé',
  'leave.recounted': 'Droits à congé recomptés',
  'leave.recount_cancelled': 'Recompte des droits à congé annulé',
  'demonstration.seeded': 'Données de démonstration créées',
} as const

export type EventName = keyof typeof events
