import type { Role } from '../actor'
import type { Tx } from '../db/sql'
import { type Found, findAgent, findChief, findOfficer } from './queries'

export type DemonstrationAccount = {
  email: string
  name: string
  personId: string | null
  /** A chief's role is held over a unit; the others have none. */
  roles: { role: Role; unitCode: string | null }[]
}

/** The demonstration accounts, one per role, and whose they are in the seeded ministry. */
export async function castOfAccounts(tx: Tx): Promise<DemonstrationAccount[]> {
  const [drh, daf, chef] = [await findChief(tx, 'DRH'), await findChief(tx, 'DAF'), await findChief(tx, 'DSI')]
  return [
    apart('admin', 'Administration technique'),
    account('drh', drh, [
      { role: 'drh', unitCode: null },
      { role: 'chef', unitCode: 'DRH' },
    ]),
    account('rh', await findOfficer(tx, 'DRH-CARRIERE'), [{ role: 'gestionnaire', unitCode: null }]),
    account('daf', daf, [
      { role: 'daf', unitCode: null },
      { role: 'chef', unitCode: 'DAF' },
    ]),
    account('chef', chef, [{ role: 'chef', unitCode: 'DSI' }]),
    account('agent', await findAgent(tx, 'DSI'), [{ role: 'agent', unitCode: null }]),
    apart('auditeur', 'Audit'),
    apart('invite', 'Visite'),
  ]
}

function account(role: string, person: Found, roles: DemonstrationAccount['roles']): DemonstrationAccount {
  return { email: `${role}@mppeep.example`, name: person.name, personId: person.id, roles }
}

/** An account that is nobody's file. */
function apart(role: Role, name: string): DemonstrationAccount {
  return { email: `${role}@mppeep.example`, name, personId: null, roles: [{ role, unitCode: null }] }
}
