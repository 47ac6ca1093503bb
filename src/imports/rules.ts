/** Why an import is given up, in words for who asked; what else goes wrong is for the log. */
export const reasons = {
  rights: 'La personne qui l’a demandé n’a plus le droit d’importer des dossiers.',
  gone: 'Ce fichier n’est plus conservé.',
  long: 'Un fichier compte au plus 50\u202f000 lignes.',
  moved: 'Une unité ou un matricule du fichier n’est plus libre. Vérifiez de nouveau le fichier.',
} as const

/** What the page says of a job that was given up. */
export function reasonTold(reason: string | null): string {
  const known = Object.values(reasons).find((one) => one === reason)
  return known ?? 'Recommencez dans un instant. Si cela se répète, prévenez l’administrateur.'
}
