import type { Client } from './client'

/**
 * Makes somebody's browser one that has signed in, as the sign-in does once it has looked at the password: that takes a tenth of
 * a second of processor, and has specs of its own.
 */
export async function importSignedIn(): Promise<(client: Client, email: string) => Promise<void>> {
  const [{ enter }, { findForSignIn }, { sessionCookie }] = await Promise.all([
    import('../../src/auth/auth'),
    import('../../src/auth/queries'),
    import('../../src/auth/sessions'),
  ])
  return async (client, email) => {
    const account = await findForSignIn(email)
    if (!account || account.disabled) throw new Error(`${email} may not sign in`)
    const token = await enter(account, {
      address: client.address,
      userAgent: null,
      country: null,
      cfRay: null,
      requestId: null,
    })
    client.cookies.set(sessionCookie.name, token)
  }
}
