import { headOf, keyNames, open, seal } from '../lib/cipher'
import { Refusal } from '../lib/refusal'
import { type Kept, placeOf, type SealedColumn, sealedColumns } from './sealed'
import { transaction } from './sql'

const atOnce = 500

/**
 * Seals everything with the first key, some hundreds of values in a transaction; what the site seals meanwhile is sealed with it
 * anyway. `unreadable`: values that none of the keys opens, which stay as they are. Doing it again does nothing.
 */
export async function sealAnew(): Promise<{ sealed: number; unreadable: number }> {
  const [first] = keyNames()
  if (!first) throw noKey()
  const done = { sealed: 0, unreadable: 0 }
  for (const kept of sealedColumns) {
    let after = '00000000-0000-0000-0000-000000000000'
    for (let more = true; more; ) {
      const batch = await sealSome(kept, headOf(first), after)
      done.sealed += batch.sealed
      done.unreadable += batch.unreadable
      after = batch.last ?? after
      more = batch.last !== undefined
    }
  }
  return done
}

/** From now on sites of this database seal with the first key: those that were known are lost. Returns its name. */
export async function adoptKey(): Promise<string> {
  const [first] = keyNames()
  if (!first) throw noKey()
  await transaction(async (tx) => {
    await tx`delete from sealing_keys`
    await tx`insert into sealing_keys (name) values (${first})`
  })
  return first
}

function noKey(): Refusal {
  return new Refusal('Il n’y a pas de clé\u202f: donnez-en une par SECRET_KEYS.')
}

/** In the order of the rows; whoever shows a code meanwhile waits for this batch at most. */
function sealSome(kept: SealedColumn, head: Buffer, after: string) {
  const { table, column, row } = kept
  return transaction(async (tx) => {
    const rows = await tx<Kept[]>`
      select ${tx(row)} as row, ${tx(column)} as value
      from ${tx(table)}
      where ${tx(row)} > ${after} and substring(${tx(column)} from 1 for ${head.length}) <> ${head}
      order by ${tx(row)}
      limit ${atOnce}
      for update`
    let unreadable = 0
    for (const one of rows) {
      const plain = open(one.value, placeOf(kept, one))
      if (plain === null) unreadable += 1
      else {
        const anew = seal(plain, placeOf(kept, one))
        await tx`update ${tx(table)} set ${tx(column)} = ${anew} where ${tx(row)} = ${one.row}`
      }
    }
    return { sealed: rows.length - unreadable, unreadable, last: rows.at(-1)?.row }
  })
}
