import type { Sql } from 'postgres'
import { keyNames, keyOf, open, type Place, seal } from '../lib/cipher'
import { migrationLock } from './migrate'

/** WHAT IS KEPT SEALED, ON ONE PAGE. `plain`: the length of what a program of before left there open. */
export const sealedColumns = [{ table: 'second_factors', column: 'secret', row: 'user_id', plain: 20 }] as const

export type SealedColumn = (typeof sealedColumns)[number]
export type Kept = { row: string; value: Buffer }

/** Seals what an older program has left in plain, once for all processes; returns how many values that were. */
export async function sealPlain(direct: Sql): Promise<number> {
  return direct.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(${migrationLock})`
    let sealed = 0
    for (const kept of sealedColumns) {
      const { table, column, row, plain } = kept
      const rows = await tx<Kept[]>`
        select ${tx(row)} as row, ${tx(column)} as value from ${tx(table)}
        where length(${tx(column)}) = ${plain}
        for update`
      for (const one of rows) {
        const anew = seal(one.value, placeOf(kept, one))
        await tx`update ${tx(table)} set ${tx(column)} = ${anew} where ${tx(row)} = ${one.row}`
      }
      sealed += rows.length
    }
    return sealed
  })
}

/** Why the keys at hand are not those of this database, as a sentence for its operator; null when they are. */
export async function keyFault(direct: Sql): Promise<string | null> {
  for (const kept of sealedColumns) {
    const values = await samples(direct, kept)
    for (const id of new Set(values.map(({ value }) => keyOf(value)))) {
      const own = values.filter(({ value }) => keyOf(value) === id)
      if (!keyNames().includes(id ?? ''))
        return `Des secrets de la base sont chiffrés par la clé « ${id} », qui n’est pas dans SECRET_KEYS\u202f: ajoutez-la, puis redémarrez.`
      if (own.every((one) => open(one.value, placeOf(kept, one)) === null))
        return `La clé « ${id} » de SECRET_KEYS n’est pas celle qui a chiffré les secrets de la base\u202f: donnez la bonne, puis redémarrez.`
    }
  }
  return null
}

/**
 * Takes down the key that this site seals with. Instead, a sentence for its operator when sites of this database seal with others
 * that are not at hand: each would lock the other out.
 */
export function claimKey(direct: Sql): Promise<string | null> {
  return direct.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(${migrationLock})`
    const known = await tx<{ name: string }[]>`select name from sealing_keys order by since desc, name`
    const [mine] = keyNames()
    if (known.length > 0 && !known.some(({ name }) => keyNames().includes(name)))
      return `Cette base est servie avec la clé « ${known[0]!.name} », que ce site n’a pas\u202f: donnez-lui la même par SECRET_KEYS ou par son fichier secret.key. Si elle est perdue\u202f: npm run cli -- keys:adopt.`
    await tx`insert into sealing_keys (name) values (${mine!}) on conflict do nothing`
    return null
  })
}

/** How many values each key has sealed; under `null`, how many are not sealed. */
export async function countByKey(direct: Sql): Promise<Map<string | null, number>> {
  const counts = new Map<string | null, number>()
  for (const kept of sealedColumns) {
    const rows = await direct<{ head: Buffer | null; count: number }[]>`
      select case when ${isSealed(direct, kept)} then ${head(direct, kept)} end as head, count(*)::int as count
      from ${direct(kept.table)}
      group by 1`
    for (const { head, count } of rows) {
      const id = head && keyOf(head)
      counts.set(id, (counts.get(id) ?? 0) + count)
    }
  }
  return counts
}

export function placeOf({ table, column }: SealedColumn, { row }: { row: string }): Place {
  return { table, column, row }
}

/** Some values of each key: one that was tampered with does not speak for the others. */
function samples(direct: Sql, kept: SealedColumn): Promise<Kept[]> {
  const { table, column, row } = kept
  return direct<Kept[]>`
    select row, value
    from (
      select ${direct(row)} as row, ${direct(column)} as value,
        row_number() over (partition by ${head(direct, kept)} order by ${direct(row)}) as number
      from ${direct(table)}
      where ${isSealed(direct, kept)}
    ) as numbered
    where number <= 5`
}

function isSealed(direct: Sql, { column, plain }: SealedColumn) {
  return direct`length(${direct(column)}) > ${plain}`
}

/** The form, the length of the key's name, the name, and one byte more (src/lib/cipher). */
function head(direct: Sql, { column }: SealedColumn) {
  return direct`substring(${direct(column)} from 1 for 3 + get_byte(${direct(column)}, 1))`
}
