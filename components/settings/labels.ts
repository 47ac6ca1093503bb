import type { SettingName } from '../../src/settings/schema'

/** What each setting is called where it is told of, as on its own page. */
export const settingLabels: Record<SettingName, string> = {
  organisationName: 'Nom de l’organisation',
  organisationShortName: 'Nom court',
  logo: 'Logo',
  contactEmail: 'Adresse électronique de contact',
  contactPhone: 'Téléphone de contact',
  sessionIdleHours: 'Fin d’une session sans activité',
  sessionAbsoluteHours: 'Fin d’une session dans tous les cas',
  secondFactorGraceDays: 'Délai pour activer le second facteur',
  signInNotice: 'Message de la page de connexion',
  matriculeModel: 'Modèle des matricules',
  echelonYears: 'Durée dans un échelon',
  uploadLimitMb: 'Taille maximale d’un fichier envoyé',
  weightTechnical: 'Compétence technique',
  weightOrganisation: 'Sens de l’organisation',
  weightInitiative: 'Esprit d’initiative',
  weightDiligence: 'Assiduité',
  weightRelations: 'Relations de service',
  mailByDefault: 'Courriels de notification',
  maintenance: 'Fermer le site à tous, sauf aux administrateurs',
  maintenanceMessage: 'Message affiché pendant la maintenance',
}
