import { path } from '../../src/lib/paths'
import type { ColumnName } from '../../src/personnel/list'
import type { Definition } from '../ui/definition-list'
import { columnLabels } from './columns'
import { filterWords } from './filter-words'

export type Asked = Record<string, string>
export type Units = { code: string; name: string }[]

export const formatNames = { csv: 'CSV', xlsx: 'Excel' }

/** What an export is of, in words. */
export function definitionsOf(asked: Asked, units: Units): Definition[] {
  const conditions = Object.entries(asked).flatMap(([name, value]) => filterWords(name, value, units) ?? [])
  const columns = (asked.colonnes?.split(',') ?? []).map((name) => columnLabels[name as ColumnName])
  return [
    { label: 'Personnes retenues', value: conditions.length > 0 ? conditions.join(', ') : 'Tout le personnel présent' },
    { label: 'Colonnes', value: ['Nom', 'Prénoms', ...columns].join(', ') },
  ]
}

/** The list it is of. */
export function listHref(asked: Asked): string {
  return path(`/personnel?${new URLSearchParams(asked)}`)
}

/** Where it can be asked for. */
export function offerHref(asked: Asked, format: string): string {
  return path(`/personnel/exports/nouveau?${new URLSearchParams({ ...asked, format })}`)
}
