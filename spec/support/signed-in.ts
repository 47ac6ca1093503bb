import type { Client } from './client'

/**
 * Makes somebody's browser one that has signed in: the rows and the cookie of a sign-in, without the tenth of a second of
 * processor that looking at a password takes. The sign-in itself has specs of its own.
 */
export async function importSignedIn(): Promise<(client: Client, email: string) => Promise<void>> {
  const [{ openSession, sessionCookie }, { findForSignIn, rememberAddress }, { record }, { transaction }] =
    await Promise.all([
      import('../../src/auth/sessions'),
      import('../../src/auth/queries'),
      import('../../src/activities/activities'),
      import('../../src/db/sql'),
    ])
  return async (client, email) => {
    const account = await findForSignIn(email)
    if (!account || account.disabled) throw new Error(`${email} may not sign in`)
    const { id, name, personId, held } = account
    const origin = { address: client.address, cfRay: null, requestId: null }
    const token = await openSession(id, { address: client.address, userAgent: null, country: null })
    await rememberAddress(id, client.address)
    await transaction((tx) =>
      record(tx, { kind: 'user', id, name, email, personId, held, sessionId: '', origin }, { event: 'session.opened' }),
    )
    client.cookies.set(sessionCookie.name, token)
  }
}
