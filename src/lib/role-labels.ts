import type { Role } from '../actor'

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
