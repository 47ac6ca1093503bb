import { type Role, system } from '../../src/actor'

const operator = system('essai')

/** One more account, which is signed into with this password. */
export async function addAccountWith(email: string, role: Role, password: string): Promise<void> {
  const [{ hashPassword }, { addAccount }, { transaction }] = await Promise.all([
    import('../../src/auth/auth'),
    import('../../src/users/users'),
    import('../../src/db/sql'),
  ])
  const account = { email, name: 'Quelqu’un', personId: null, roles: [{ role, unitCode: null }] }
  const hash = await hashPassword(password)
  await transaction((tx) => addAccount(tx, operator, account, hash))
}

/** As the operator's command line does it. */
export async function disableAccountOf(email: string): Promise<void> {
  const [{ disableAccount }, { findIdByEmail }] = await Promise.all([
    import('../../src/users/users'),
    import('../../src/users/queries'),
  ])
  await disableAccount(operator, (await findIdByEmail(email))!, { reason: 'Essai', proof: null })
}
