import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Sql } from 'postgres'
import { errorsOf, form } from '../personnel/paper'
import type { Answer, Client } from '../support/client'

/** Of all ledgers of a database, for a matricule is nobody else's. */
let written = 0

/** The files that clients were told were made, to be looked for once the fault is over. */
export class Ledger {
  /** Matricule to the place of the file, as it was acknowledged. */
  readonly acknowledged = new Map<string, string>()
  /** Every answer that was no acknowledgement; `lost` for a connection that broke before one. */
  readonly refusals: (Answer | 'lost')[] = []

  /** A new file, sent again as it was, like a person who presses again, until it is acknowledged. */
  async write(client: Client, patience = 20_000): Promise<void> {
    const matricule = `${700_000 + written++}B`
    const sent = form({ matricule, unit: 'MPPEEP', cle: randomUUID() })
    for (const deadline = performance.now() + patience; performance.now() < deadline; await delay(100)) {
      const answer = await client.post('/mppeep/personnel', sent).catch(() => 'lost' as const)
      const place = answer !== 'lost' && answer.status === 303 ? String(answer.headers.location) : ''
      if (place.startsWith('/mppeep/personnel/')) {
        this.acknowledged.set(matricule, place.replace(/^.*\//, ''))
        return
      }
      this.refusals.push(answer)
      if (answer !== 'lost' && answer.status < 500)
        throw new Error(`${answer.status}: ${JSON.stringify(errorsOf(answer))}`)
    }
  }

  /** What is there against what was acknowledged. Matricules are unique: done twice shows in the acts and the journal. */
  async check(sql: Sql): Promise<{ lost: string[]; notOnce: string[] }> {
    const rows = await sql<{ id: string; matricule: string; acts: number; lines: number }[]>`
      select id, matricule,
        (select count(*)::int from career_events e where e.person_id = p.id) as acts,
        (select count(*)::int from activities a where a.person_id = p.id and a.event = 'personnel.created') as lines
      from personnel p where matricule ~ '^7[0-9]{5}B$'`
    const places = new Map(rows.map(({ matricule, id }) => [matricule, id]))
    return {
      lost: [...this.acknowledged].filter(([matricule, id]) => places.get(matricule) !== id).map(([lost]) => lost),
      notOnce: rows.filter(({ acts, lines }) => acts !== 1 || lines !== 1).map(({ matricule }) => matricule),
    }
  }
}
