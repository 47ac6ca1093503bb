import { randomBytes } from 'node:crypto'
import { record } from '../activities/activities'
import { system } from '../actor'
import { hashPassword } from '../auth/auth'
import { config } from '../config'
import { transaction } from '../db/sql'
import { isoToday } from '../lib/today'
import { layDown } from '../settings/settings'
import { addAccount, hasAccounts } from '../users/users'
import { castOfAccounts } from './accounts'
import { seedDemonstration } from './demonstration'
import { seedDocuments } from './documents'

const accounts = ['admin', 'drh', 'rh', 'daf', 'chef', 'agent', 'auditeur', 'invite']

export type Credential = { email: string; password: string }

/**
 * On the first start of the embedded database: the demonstration ministry and one account per role, all or nothing.
 * `papers`: the documents of everybody too, whose files go into the storage.
 * Returns the passwords, which exist nowhere else; null when there were accounts already.
 */
export async function seedOnFirstStart({ papers = false }: { papers?: boolean } = {}): Promise<Credential[] | null> {
  if (await hasAccounts()) return null
  const credentials = accounts.map((name) => ({
    email: `${name}@mppeep.example`,
    password: config.DEMO_PASSWORD ?? randomBytes(12).toString('base64url'),
  }))
  const hashes = new Map(
    await Promise.all(credentials.map(async ({ email, password }) => [email, await hashPassword(password)] as const)),
  )
  await transaction(async (tx) => {
    await seedDemonstration(tx, isoToday())
    if (papers) await seedDocuments(tx, isoToday())
    for (const account of await castOfAccounts(tx))
      await addAccount(tx, firstStart, account, hashes.get(account.email)!)
    // whoever tries the house out may look around before setting up a telephone
    await layDown(tx, { secondFactorGraceDays: 90 })
    await record(tx, firstStart, { event: 'demonstration.seeded' })
  })
  return credentials
}

const firstStart = system('Premier démarrage')
