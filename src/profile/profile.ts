import { z } from 'zod'
import type { Preferences, User } from '../actor'
import { refreshSessionsOf } from '../auth/auth'
import { choice } from '../lib/form'
import { missing } from '../lib/problems'
import * as queries from './queries'

export const preferencesForm = z.strictObject({
  theme: choice(['navigateur', 'clair', 'sombre']),
  density: choice(['confortable', 'compacte']),
  formats: choice(['francais', 'iso']),
})

export type Chosen = z.output<typeof preferencesForm>

/** One's own account. */
export async function ownProfile(actor: User): Promise<queries.Profile> {
  const found = await queries.findProfile(actor.id)
  if (!found) throw missing()
  return found
}

/** Takes effect at the next page, on every device. */
export async function choosePreferences(actor: User, { theme, density, formats }: Chosen): Promise<void> {
  await queries.setPreferences(actor.id, {
    ...(theme !== 'navigateur' && { theme: theme === 'sombre' ? 'dark' : 'light' }),
    ...(density === 'compacte' && { density: 'compact' }),
    ...(formats === 'iso' && { formats: 'iso' }),
  })
  await refreshSessionsOf(actor.id)
}

/** What the form shows of what was chosen before. */
export function chosenOf({ theme, density, formats }: Preferences): Chosen {
  return {
    theme: theme === undefined ? 'navigateur' : theme === 'dark' ? 'sombre' : 'clair',
    density: density === 'compact' ? 'compacte' : 'confortable',
    formats: formats ?? 'francais',
  }
}
