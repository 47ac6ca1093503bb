import type { z } from 'zod'
import { accountStandings } from '../../lib/account-standings'
import { roleLabels } from '../../lib/role-labels'
import type { AccountRow } from '../../users/list'
import { countUsers, listAccounts, listSchema } from '../../users/users'
import { asPaged, listSource } from '../source'
import { dayColumn } from '../table'

type Input = z.output<typeof listSchema>

/** The accounts of the house. */
export const accountList = listSource<Input, AccountRow>({
  name: 'comptes',
  schema: listSchema,
  actions: ['accounts.read'],
  // who may do what in the house, and who is less protected: of most of it
  isMuch: async (total) => total > (await countUsers()) / 2,
  ...asPaged(async (...asked) => {
    const { rows, total, ...pages } = await listAccounts(...asked)
    return { rows, total, pages }
  }),
  columns: () => [
    { header: 'Nom', cell: ({ name }) => name },
    { header: 'Adresse électronique', cell: ({ email }) => email },
    { header: 'Matricule', cell: ({ matricule }) => matricule },
    { header: 'Rôles', cell: ({ roles }) => roles.map((role) => roleLabels[role]).join(', ') },
    { header: 'État', cell: ({ standing }) => accountStandings[standing] },
    { header: 'Verrouillé', cell: ({ locked }) => (locked ? 'Oui' : 'Non') },
    { header: 'Second facteur', cell: ({ secondFactor }) => (secondFactor ? 'Oui' : 'Non') },
    dayColumn('Dernière connexion', ({ lastSignInAt }) => lastSignInAt?.toISOString() ?? 'Jamais'),
  ],
})
