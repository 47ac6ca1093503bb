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
  '/ops': 'Exploitation',
}

/** What people call the page behind a template of route; the template itself when it has no name here. */
export function routeName(route: string): string {
  const within = route.startsWith(path('/')) ? route.slice(path('').length) : route
  return names[within] ?? within
}
