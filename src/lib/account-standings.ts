/** How an account stands. */
export const accountStandings = { actif: 'Actif', invite: 'Mot de passe à choisir', desactive: 'Désactivé' } as const
