import { can, reaches, type User } from '../actor'
import { path } from '../lib/paths'
import { roleLabels } from '../lib/role-labels'

/** Whether there is more for them in the journal than their own trail, which is told to everybody. */
export function readsJournal(actor: User): boolean {
  const keepsHouse = can(actor, 'accounts.read') || can(actor, 'accounts.create')
  return keepsHouse || reaches(actor, 'activities.read').some(({ scope }) => scope !== 'self')
}

/** The list as they have chosen to find it, from anywhere. */
function listOf({ preferences: { list } }: User): string {
  return list ? `/personnel?${list}` : '/personnel'
}

/** What is to be prepared, for those who prepare it; else who retires when. */
function careersOf(actor: User): string {
  return can(actor, 'personnel.write') ? '/carriere/avancements' : '/carriere/retraites'
}

/** What the frame of the page shows of the person signed in: name, role, and only the doors that open. */
export function pageUser(actor: User) {
  return {
    name: actor.name,
    roleLabel: [...new Set(actor.held.map(({ role }) => roleLabels[role]))].join(', '),
    maySearch: can(actor, 'personnel.list'),
    theme: actor.preferences.theme,
    density: actor.preferences.density,
    nav: [
      { key: 'accueil', label: 'Accueil', href: path('/accueil'), icon: 'home' as const },
      ...(can(actor, 'dashboard.read')
        ? [{ key: 'dashboard', label: 'Tableau de bord', href: path('/dashboard'), icon: 'chart' as const }]
        : []),
      ...(can(actor, 'personnel.list')
        ? [{ key: 'personnel', label: 'Personnel', href: path(listOf(actor)), icon: 'people' as const }]
        : []),
      ...(can(actor, 'personnel.list')
        ? [{ key: 'carriere', label: 'Carrières', href: path(careersOf(actor)), icon: 'steps' as const }]
        : []),
      ...(can(actor, 'organisation.read')
        ? [{ key: 'organisation', label: 'Organisation', href: path('/organisation'), icon: 'building' as const }]
        : []),
      ...(can(actor, 'personnel.write')
        ? [{ key: 'documents', label: 'Documents', href: path('/documents'), icon: 'document' as const }]
        : []),
      ...(can(actor, 'acts.read') && can(actor, 'personnel.list')
        ? [{ key: 'actes', label: 'Actes', href: path('/actes'), icon: 'stamp' as const }]
        : []),
      ...(can(actor, 'corrections.decide')
        ? [{ key: 'corrections', label: 'Corrections', href: path('/corrections'), icon: 'check' as const }]
        : []),
      ...(can(actor, 'accounts.read')
        ? [{ key: 'utilisateurs', label: 'Utilisateurs', href: path('/utilisateurs'), icon: 'lock' as const }]
        : []),
      ...(can(actor, 'mail.read')
        ? [{ key: 'courriers', label: 'Courriers', href: path('/courriers'), icon: 'document' as const }]
        : []),
      ...(can(actor, 'leave.recount')
        ? [{ key: 'conges', label: 'Droits à congé', href: path('/conges'), icon: 'calendar' as const }]
        : []),
      ...(actor.personId
        ? [
            {
              key: 'dossier',
              label: 'Mon dossier',
              href: path(`/personnel/${actor.personId}`),
              icon: 'person' as const,
            },
          ]
        : []),
      ...(can(actor, 'referentials.read')
        ? [{ key: 'referentiels', label: 'Référentiels', href: path('/referentiels'), icon: 'columns' as const }]
        : []),
      ...(can(actor, 'settings.read')
        ? [{ key: 'parametres', label: 'Paramètres', href: path('/parametres'), icon: 'gear' as const }]
        : []),
      ...(readsJournal(actor)
        ? [{ key: 'journal', label: 'Journal', href: path('/journal'), icon: 'book' as const }]
        : []),
      ...(can(actor, 'ops.read')
        ? [
            { key: 'activite', label: 'Activité', href: path('/activite'), icon: 'clock' as const },
            { key: 'ops', label: 'Exploitation', href: path('/ops'), icon: 'server' as const },
          ]
        : []),
    ],
  }
}
