import { can, type Role, type User } from '../actor'
import { path } from '../lib/paths'

export const roleLabels: Record<Role, string> = {
  agent: 'Agent',
  chef: 'Chef d’unité',
  gestionnaire: 'Gestionnaire RH',
  drh: 'Direction des ressources humaines',
  daf: 'Direction des affaires financières',
  admin: 'Administrateur technique',
  auditeur: 'Auditeur',
  invite: 'Invité',
}

/** What the frame of the page shows of the person signed in: name, role, and only the doors that open. */
export function pageUser(actor: User) {
  return {
    name: actor.name,
    roleLabel: [...new Set(actor.held.map(({ role }) => roleLabels[role]))].join(', '),
    maySearch: can(actor, 'personnel.list'),
    nav: [
      { key: 'accueil', label: 'Accueil', href: path('/accueil'), icon: 'home' as const },
      ...(can(actor, 'dashboard.read')
        ? [{ key: 'dashboard', label: 'Tableau de bord', href: path('/dashboard'), icon: 'chart' as const }]
        : []),
      ...(can(actor, 'personnel.list')
        ? [{ key: 'personnel', label: 'Personnel', href: path('/personnel'), icon: 'people' as const }]
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
      ...(can(actor, 'ops.read')
        ? [
            { key: 'activite', label: 'Activité', href: path('/activite'), icon: 'clock' as const },
            { key: 'ops', label: 'Exploitation', href: path('/ops'), icon: 'gear' as const },
          ]
        : []),
    ],
  }
}
