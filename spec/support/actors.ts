import type { Role, User } from '../../src/actor'

/** Somebody who holds one role, for what is asked behind the front door. */
export function userWith(role: Role, unitId: number | null): User {
  const origin = { address: null, cfRay: null, requestId: null }
  return {
    kind: 'user',
    id: '00000000-0000-7000-8000-000000000000',
    name: 'Essai',
    email: '',
    personId: null,
    held: [{ role, unitId }],
    sessionId: '',
    provedAt: 0,
    secondFactor: false,
    enrolBy: null,
    preferences: {},
    origin,
  }
}
