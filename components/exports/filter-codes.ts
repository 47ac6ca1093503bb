/** What the filters of lists are set to, in words. */
export const filterCodes = {
  quand: { trimestre: 'D’ici la fin du trimestre', retard: 'En retard' },
  etat: {
    en_attente: 'À traiter',
    acceptee: 'Acceptées',
    refusee: 'Refusées',
    retiree: 'Retirées',
    toutes: 'Toutes',
    annule: 'Annulés',
    valide: 'Valides',
    actif: 'Actifs',
    invite: 'Invités, sans mot de passe',
    desactive: 'Désactivés',
    verrouille: 'Verrouillés',
    'sans-second-facteur': 'Sans second facteur',
    jamais: 'Jamais connectés',
  },
} satisfies Record<string, Record<string, string>>

const delays: Record<string, string> = { depasse: 'Échus', tous: 'Toutes les échéances' }

/** How soon papers end. */
export function delay(value: string): string {
  return delays[value] ?? `Sous ${value}\u00a0jours`
}
