import { roleLabels } from './role-labels'

/** With whom something may be shared: those who hold a role, or all who manage people. */
export const sharedLabels: Record<string, string> = {
  rh: 'Tout le service RH',
  gestionnaire: roleLabels.gestionnaire,
  drh: roleLabels.drh,
  chef: roleLabels.chef,
  daf: roleLabels.daf,
  auditeur: roleLabels.auditeur,
}
