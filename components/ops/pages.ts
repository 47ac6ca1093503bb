import { path } from '../../src/lib/paths'

const names: Record<string, string> = {
  '/accueil': 'Accueil',
  '/dashboard': 'Tableau de bord',
  '/personnel': 'Liste du personnel',
  '/personnel/nouveau': 'Nouveau dossier',
  '/personnel/:id': 'Dossier d’une personne',
  '/personnel/:id/modification': 'Modification d’un dossier',
  '/personnel/:id/depart': 'Départ d’une personne',
  '/personnel/exports/nouveau': 'Export à demander',
  '/personnel/exports/:id': 'Export du personnel',
  '/notifications': 'Notifications',
  '/notifications/preferences': 'Préférences de notification',
  '/conges': 'Droits à congé',
  '/courriers': 'Courriers',
  '/courriers/:id': 'Un courrier',
  '/courriers/:id/corps': 'Un courrier, tel qu’il se lit',
  '/activite': 'Activité en temps réel',
  '/profil': 'Mon profil',
  '/profil/mot-de-passe': 'Changement de mot de passe',
  '/profil/adresse': 'Changement d’adresse',
  '/profil/adresse/:token': 'Confirmation d’une adresse',
  '/profil/preferences': 'Préférences d’affichage',
  '/profil/second-facteur': 'Second facteur',
  '/profil/second-facteur/codes': 'Codes de récupération',
  '/profil/second-facteur/retrait': 'Retrait du second facteur',
  '/profil/appareils': 'Mes appareils',
  '/profil/corrections': 'Mes demandes de correction',
  '/profil/corrections/nouvelle': 'Correction à demander',
  '/profil/corrections/:id': 'Une demande de correction',
  '/corrections': 'Corrections à décider',
  '/corrections/:id': 'Une correction à décider',
  '/utilisateurs': 'Utilisateurs',
  '/utilisateurs/nouveau': 'Compte à ouvrir',
  '/utilisateurs/pouvoirs': 'Ce que donne chaque rôle',
  '/utilisateurs/:id': 'Un compte',
  '/journal': 'Journal',
  '/journal/:id': 'Une ligne du journal',
  '/journal/export': 'Export du journal',
  '/parametres': 'Paramètres',
  '/parametres/versions': 'Versions des paramètres',
  '/parametres/versions/:version': 'Une version des paramètres',
  '/ops': 'Exploitation',
}

/** What people call the page behind a template of route; the template itself when it has no name here. */
export function routeName(route: string): string {
  const within = route.startsWith(path('/')) ? route.slice(path('').length) : route
  return names[within] ?? within
}
